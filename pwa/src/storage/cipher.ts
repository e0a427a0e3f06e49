/**
 * Every stored value is AES-256-GCM ciphertext, bound to the place it lies in.
 *
 * The place (person, store, id, version, schema) is authenticated with it, so a
 * record that was moved, swapped with another or given another version does not open.
 */
import { type Bytes, randomBytes, utf8 } from "./bytes";
import { StorageFault } from "./fault";

export interface Sealed {
  iv: Bytes;
  ct: ArrayBuffer;
}

/** The layout of what is inside; part of the place, so an old reader never misreads a new one. */
const SCHEMA = 1;

/** Name a place. The server builds the same text for sealed outboxes. */
export function place(person: string, store: string, id: string | number, version = 1): string {
  return `kinesync|${person}|${store}|${id}|${version}|${SCHEMA}`;
}

/** Encrypt a JSON value for a place. A new random 96-bit IV each time. */
export function seal(key: CryptoKey, where: string, value: unknown): Promise<Sealed> {
  const bytes = encoded(JSON.stringify(value));
  const sealed = sealBytes(key, where, bytes); // WebCrypto has taken its copy when this returns
  bytes.fill(0);
  return sealed;
}

let memory: Bytes = new Uint8Array();

/** Text as bytes that hold until the next call: new memory for every block costs more than the cipher does. */
function encoded(text: string): Bytes {
  const room = text.length + (text.length >> 3);
  if (memory.length < room) memory = new Uint8Array(room);
  const { read, written } = new TextEncoder().encodeInto(text, memory);
  if (read === text.length) return memory.subarray(0, written);
  memory.fill(0); // much of it is not Latin, and did not fit
  return utf8(text);
}

/** Decrypt a value; throws StorageFault "unreadable" when key, place or bytes are not the sealed ones. */
export async function unseal<T>(key: CryptoKey, where: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unsealBytes(key, where, sealed))) as T;
}

export async function sealBytes(key: CryptoKey, where: string, bytes: Bytes): Promise<Sealed> {
  const iv = randomBytes(12);
  return {
    iv,
    ct: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(where) }, key, bytes),
  };
}

export async function unsealBytes(key: CryptoKey, where: string, { iv, ct }: Sealed): Promise<Bytes> {
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(where) }, key, ct),
    );
  } catch (cause) {
    throw new StorageFault("unreadable", { cause });
  }
}

/** Derive one AES key for one purpose from 32 secret bytes. */
export async function deriveAesKey(
  secret: Bytes,
  purpose: string,
  salt: Bytes = new Uint8Array(),
): Promise<CryptoKey> {
  const source = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8(purpose) };
  return crypto.subtle.deriveKey(how, source, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}
