/**
 * Wrong PINs: from the fifth on a wait of 30 s that doubles, the tenth destroys the keys.
 *
 * The counter lies in IndexedDB, where somebody with a copy of the profile can set
 * it back: it deters, it does not protect. What protects is the server's half.
 */
import { strictly, type WorkDatabase } from "../database";
import { UnlockFault } from "../fault";
import { advance } from "./lease";
import type { Attempts, Lease } from "./records";

export const MOST_TRIES = 10;
const FIRST_WAIT_AT = 5;
const FIRST_WAIT_SECONDS = 30;

export const NO_ATTEMPTS: Attempts = { id: "attempts", failed: 0, since: 0, shredded: false };

/** How long after the last wrong PIN the next one is taken. */
export function waitSeconds(failed: number): number {
  return failed < FIRST_WAIT_AT ? 0 : FIRST_WAIT_SECONDS * 2 ** (failed - FIRST_WAIT_AT);
}

/** Seconds still to wait; a clock set back starts the wait again, it never shortens it. */
export function remainingWait({ failed, since }: Attempts, now: number): number {
  const elapsed = Math.max(0, now - since) / 1000;
  return Math.max(0, Math.ceil(waitSeconds(failed) - elapsed));
}

/** Throw UnlockFault "wait" or "shredded" when no PIN is taken now. */
export async function mayTry(work: WorkDatabase, attempts: Attempts, now: number): Promise<void> {
  if (attempts.shredded) throw new UnlockFault("shredded");
  const wait = remainingWait(attempts, now);
  if (wait === 0) return;
  if (now < attempts.since) await putAttempts(work, { ...attempts, since: now });
  throw new UnlockFault("wait", MOST_TRIES - attempts.failed, wait);
}

/**
 * Count a try before its result is known; returns how many have failed if this one does.
 *
 * Counting first means that ending the app in the middle gives no free try. The lease
 * moves on in the same transaction. Throws UnlockFault when another tab shredded the keys.
 */
export function countTry(work: WorkDatabase, now: number): Promise<number> {
  return strictly(work, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const lease = (await keys.get("lease")) as Lease | undefined;
    const attempts = ((await keys.get("attempts")) as Attempts | undefined) ?? NO_ATTEMPTS;
    if (attempts.shredded) throw new UnlockFault("shredded");
    const failed = attempts.failed + 1;
    await keys.put({ ...attempts, failed, since: now });
    if (lease) await keys.put(advance(lease, now));
    return failed;
  });
}

/** No PIN was tried after all: the key worker gave no answer. */
export function uncountTry(work: WorkDatabase): Promise<void> {
  return strictly(work, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const attempts = ((await keys.get("attempts")) as Attempts | undefined) ?? NO_ATTEMPTS;
    await keys.put({ ...attempts, failed: Math.max(0, attempts.failed - 1) });
  });
}

export function forgetTries(work: WorkDatabase): Promise<void> {
  return putAttempts(work, NO_ATTEMPTS);
}

function putAttempts(work: WorkDatabase, attempts: Attempts): Promise<void> {
  return strictly(work, ["keys"], async (tx) => {
    await tx.objectStore("keys").put(attempts);
  });
}
