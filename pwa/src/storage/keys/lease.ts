/**
 * The offline lease: how long a tablet may be unlocked without hearing from the server.
 *
 * Time is the latest ever seen on this tablet (the high water), moved on by the
 * monotonic clock while unlocked: setting the clock back never extends the lease.
 * Only an answer of the server sets both anew.
 */
import { strictly, type WorkDatabase } from "../database";
import type { Lease } from "./records";

const HOUR_MS = 3_600_000;

export function newLease(hours: number, now: number): Lease {
  return { id: "lease", hours, contact_at: now, high_water: now };
}

/** The lease as it stands now, `unlockedMs` of monotonic time after it was last looked at. */
export function advance(lease: Lease, now: number, unlockedMs = 0): Lease {
  return { ...lease, high_water: Math.max(now, lease.high_water + unlockedMs) };
}

export function isExpired({ hours, contact_at, high_water }: Lease): boolean {
  return high_water - contact_at > hours * HOUR_MS;
}

/** Move the high water on and say whether the lease has expired. */
export function spend(work: WorkDatabase, now: number, unlockedMs = 0): Promise<boolean> {
  return strictly(work, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const lease = (await keys.get("lease")) as Lease | undefined;
    if (!lease) return true;
    const advanced = advance(lease, now, unlockedMs);
    await keys.put(advanced);
    return isExpired(advanced);
  });
}
