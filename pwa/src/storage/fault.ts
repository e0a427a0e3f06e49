/**
 * What can go wrong on the tablet, each with a stable `kind` that screens branch on.
 *
 * Texts are for developers; they never hold what was being stored.
 */

/** Why storing or reading failed. */
export type StorageFaultKind =
  | "quota" // no room left: nothing was stored
  | "aborted" // the browser gave the transaction up: nothing was stored
  | "closed" // another version of the app, or the browser, closed the database
  | "blocked" // another tab with an older version holds the database open
  | "newer" // the database was made by a newer version of the app
  | "unavailable" // the browser offers no storage (private mode, blocked by policy)
  | "unreadable" // ciphertext or its place was changed, or the key is another
  | "too-big" // one mutation over 128 KB: the server would refuse it
  | "locked"; // the vault is locked, its keys are gone

/** Nothing was stored, or nothing can be read; `kind` says why. */
export class StorageFault extends Error {
  override readonly name = "StorageFault";

  constructor(
    readonly kind: StorageFaultKind,
    options?: ErrorOptions,
  ) {
    super(kind, options);
  }
}

/** Why a PIN did not open the vault. */
export type UnlockFaultKind =
  | "wrong-pin"
  | "wait" // too many wrong PINs: try again in waitSeconds
  | "shredded" // ten wrong PINs or revoked: sign in online and enrol again
  | "lease-expired" // too long without the server: sign in online, then renewLease
  | "not-enrolled"
  | "no-key-worker"; // the key worker did not start or ran out of memory

/** The vault stays closed. */
export class UnlockFault extends Error {
  override readonly name = "UnlockFault";

  constructor(
    readonly kind: UnlockFaultKind,
    readonly triesLeft: number = 0,
    readonly waitSeconds: number = 0,
  ) {
    super(kind);
  }
}

/** Why a PIN cannot be used. */
export type PinFaultKind = "too-short" | "not-digits" | "common";

/** The PIN was not taken: nothing was stored. Ask `pinFault` first. */
export class PinRefused extends Error {
  override readonly name = "PinRefused";

  constructor(readonly kind: PinFaultKind) {
    super(kind);
  }
}

const BY_NAME: Readonly<Record<string, StorageFaultKind>> = {
  QuotaExceededError: "quota",
  InvalidStateError: "closed",
  VersionError: "newer",
  SecurityError: "unavailable",
  OperationError: "unreadable",
};

/** Turn whatever IndexedDB or WebCrypto threw into a StorageFault. */
export function storageFault(cause: unknown): StorageFault {
  if (cause instanceof StorageFault) return cause;
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
  return new StorageFault(BY_NAME[name] ?? "aborted", { cause });
}
