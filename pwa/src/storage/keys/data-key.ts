/**
 * The data key and its wraps: PIN → Argon2id → HMAC with the server's half → HKDF → wrap.
 *
 * The data key is random; a new PIN wraps it anew and no record is touched.
 */
import { type Bytes, randomBytes } from "../bytes";
import { deriveAesKey, sealBytes, unsealBytes } from "../cipher";
import type { KdfCost, PinWrap } from "./records";

/** Wrap the 32 bytes of the data key. */
export async function wrapDataKey(
  dataKey: Bytes,
  who: { person: string; device: string },
  pin: { derived: Bytes; salt: Bytes; cost: KdfCost },
  half: CryptoKey,
): Promise<PinWrap> {
  const sealed = await sealBytes(await wrappingKey(pin.derived, pin.salt, half), wrapPlace(who), dataKey);
  return { v: 1, kind: "pin", kdf: pin.cost, salt: pin.salt, ...sealed };
}

/** Unwrap the data key; throws StorageFault "unreadable" when PIN or half are wrong. */
export async function unwrapDataKey(
  wrap: PinWrap,
  who: { person: string; device: string },
  derived: Bytes,
  half: CryptoKey,
): Promise<Bytes> {
  return unsealBytes(await wrappingKey(derived, wrap.salt, half), wrapPlace(who), wrap);
}

export function newSecret(): Bytes {
  return randomBytes(32);
}

/** The key that encrypts rows, drafts and the profile. */
export function recordKey(dataKey: Bytes): Promise<CryptoKey> {
  return deriveAesKey(dataKey, "kinesync data 1");
}

async function wrappingKey(derived: Bytes, salt: Bytes, half: CryptoKey): Promise<CryptoKey> {
  const mixed = new Uint8Array(await crypto.subtle.sign("HMAC", half, derived));
  return deriveAesKey(mixed, "kinesync pin 1", salt);
}

function wrapPlace({ person, device }: { person: string; device: string }): string {
  return `kinesync|data-key|${person}|${device}|1`;
}
