/**
 * The outbox key: a second random key, so that work can be handed in without the PIN.
 *
 * It is wrapped twice: by the data key for daily use, and to the organization's
 * public key (ECDH P-256, HKDF, AES-GCM), with which a locked, revoked or shredded
 * tablet can still upload what it holds. The tablet itself cannot undo the second.
 */
import { type Bytes, fromBase64url, toBase64url } from "../bytes";
import { deriveAesKey, sealBytes } from "../cipher";
import type { OrganizationWrap } from "./records";

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** The key that encrypts outbox, sent and quarantine. */
export function queueKey(outboxKey: Bytes): Promise<CryptoKey> {
  return deriveAesKey(outboxKey, "kinesync outbox 1");
}

/**
 * Wrap the outbox key to the organization.
 *
 * @param publicKey base64url SPKI; throws DataError when it is not a P-256 key
 */
export async function wrapToOrganization(
  outboxKey: Bytes,
  publicKey: string,
  who: { person: string; device: string },
): Promise<OrganizationWrap> {
  const spki = fromBase64url(publicKey);
  const theirs = await crypto.subtle.importKey("spki", spki, CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const key = await deriveAesKey(new Uint8Array(shared), "kinesync outbox key 1", ephemeral);
  const { iv, ct } = await sealBytes(key, `kinesync|outbox-key|${who.person}|${who.device}|1`, outboxKey);
  return {
    v: 1,
    kind: "organization",
    kid: await keyId(publicKey),
    ephemeral: toBase64url(ephemeral),
    iv: toBase64url(iv),
    ct: toBase64url(ct),
  };
}

/** Name an organization's key by the SHA-256 of its SPKI bytes, in hex. */
export async function keyId(publicKey: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", fromBase64url(publicKey)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where the outbox key lies under the data key. */
export function outboxKeyPlace(person: string): string {
  return `kinesync|outbox-key|${person}|data|1`;
}
