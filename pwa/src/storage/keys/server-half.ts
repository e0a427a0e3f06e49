/**
 * The server's half of the key: a PIN alone must not open a copied profile.
 *
 * It is kept as an HMAC key that no script can read out. Some browsers refuse to
 * store a CryptoKey (DataCloneError): there its bytes lie encrypted under the PIN.
 */
import { type Bytes, fromBase64url, utf8 } from "../bytes";
import { deriveAesKey, place, sealBytes, unsealBytes } from "../cipher";
import { strictly, type WorkDatabase } from "../database";
import { StorageFault } from "../fault";
import type { KeyRecords } from "./records";

export type StoredHalf = KeyRecords["server_half"];

const CHECK = utf8("kinesync half check 1");

/** Read the half as the server sends it. Throws TypeError when it is not 32 bytes or more. */
export function readHalf(text: string): Bytes {
  const bytes = fromBase64url(text);
  if (bytes.length < 32) throw new TypeError("the server's half is too short");
  return bytes;
}

export function importHalf(half: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", half, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** A keyed hash that shows whether a half released later is this one. */
export async function halfCheck(half: CryptoKey): Promise<ArrayBuffer> {
  return crypto.subtle.sign("HMAC", half, CHECK);
}

/**
 * Store the half and see that it works when read back; else store its bytes under the PIN.
 *
 * @param derived the 32 bytes that Argon2id made of the PIN
 */
export async function storeHalf(
  work: WorkDatabase,
  person: string,
  half: Bytes,
  derived: Bytes,
): Promise<void> {
  const key = await importHalf(half);
  if (await storesKeys(work, key)) return;
  const wrapped = await wrapHalf(person, half, derived);
  await strictly(work, ["keys"], async (tx) => {
    await tx.objectStore("keys").put({ id: "server_half", wrapped });
  });
}

export async function wrapHalf(person: string, half: Bytes, derived: Bytes) {
  return sealBytes(await wrappingKey(derived), place(person, "server_half", "bytes"), half);
}

/** Make the stored half usable; `derived` is only needed where it lies under the PIN. */
export async function openHalf(person: string, stored: StoredHalf, derived: Bytes): Promise<CryptoKey> {
  return "key" in stored ? stored.key : importHalf(await unwrapHalf(person, stored.wrapped, derived));
}

export async function unwrapHalf(person: string, wrapped: { iv: Bytes; ct: ArrayBuffer }, derived: Bytes) {
  return unsealBytes(await wrappingKey(derived), place(person, "server_half", "bytes"), wrapped);
}

function wrappingKey(derived: Bytes): Promise<CryptoKey> {
  return deriveAesKey(derived, "kinesync server half 1");
}

/** Put the key, read it in another transaction and compare what it signs. */
async function storesKeys(work: WorkDatabase, key: CryptoKey): Promise<boolean> {
  try {
    await strictly(work, ["keys"], async (tx) => {
      await tx.objectStore("keys").put({ id: "server_half", key });
    });
    const stored = await work.get("keys", "server_half");
    if (!stored || !("key" in stored)) return false;
    return sameBytes(await halfCheck(stored.key), await halfCheck(key));
  } catch (cause) {
    if (cause instanceof StorageFault && cause.kind !== "aborted") throw cause;
    return false; // DataCloneError, or a key that came back broken
  }
}

export function sameBytes(one: ArrayBuffer, other: ArrayBuffer): boolean {
  const [a, b] = [new Uint8Array(one), new Uint8Array(other)];
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
