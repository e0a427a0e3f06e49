/**
 * What lies in the store `keys`: nothing in it opens anything without the PIN.
 *
 * The list of wraps is versioned, so that a passkey can be added later without
 * touching a single stored record.
 */
import type { Bytes } from "../bytes";
import type { Sealed } from "../cipher";

/** Argon2id's cost: KiB of memory and passes over it, one lane. */
export interface KdfCost {
  name: "argon2id";
  memory_kib: number;
  passes: number;
}

/** The data key, wrapped by the PIN and the server's half. */
export interface PinWrap extends Sealed {
  v: 1;
  kind: "pin";
  kdf: KdfCost;
  salt: Bytes;
}

/** The outbox key, wrapped to the organization's public key; all fields base64url, `kid` hex. */
export interface OrganizationWrap {
  v: 1;
  kind: "organization";
  kid: string;
  ephemeral: string;
  iv: string;
  ct: string;
}

/** Attempts count before the PIN is tried, so that killing the app does not give a free one. */
export interface Attempts {
  id: "attempts";
  failed: number;
  since: number;
  shredded: boolean;
}

/** When the server was last heard of, and the latest time this tablet has ever seen (ms since 1970). */
export interface Lease {
  id: "lease";
  hours: number;
  contact_at: number;
  high_water: number;
}

export interface KeyRecords {
  wraps: { id: "wraps"; device_id: string; wraps: PinWrap[] };
  /** A non-extractable HMAC key, or its bytes under the PIN where the browser stores no CryptoKey. */
  server_half: { id: "server_half"; key: CryptoKey } | { id: "server_half"; wrapped: Sealed };
  /** Tells whether a half that the server releases again is the right one. */
  half_check: { id: "half_check"; mac: ArrayBuffer };
  /** The token opens nothing: it only lets sealed work be handed in. */
  outbox_key: { id: "outbox_key"; data: Sealed; organization: OrganizationWrap; upload_token: string };
  profile: Sealed & { id: "profile" };
  attempts: Attempts;
  /** This tablet's enrolments before the present one: whoever knows them has not come back empty. */
  earlier: { id: "earlier"; devices: string[] };
  lease: Lease;
}
