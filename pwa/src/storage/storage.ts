/**
 * The lock: who may open which vault, and what the lock screen shows and does.
 */
import type { Enrolment, LockScreen, SealedPart, SealedUpload, StopFact, Vault } from "./api";
import { copiesOf, type RescueFile, rescueFile } from "./copies";
import { openWork, strictly, type WorkDatabase } from "./database";
import { enrolInto } from "./enrolment";
import { UnlockFault } from "./fault";
import { HeldWork } from "./held";
import { MOST_TRIES, NO_ATTEMPTS, remainingWait } from "./keys/attempts";
import { advance, isExpired, newLease, spend } from "./keys/lease";
import type { KeyRecords } from "./keys/records";
import { halfCheck, importHalf, readHalf, sameBytes } from "./keys/server-half";
import { type Opened, openByPin } from "./opening";
import { readKeys } from "./pin-try";
import { nextSealed, sealedReceived } from "./sealed";
import { storeStop } from "./stops";
import type { Tools } from "./tools";
import { isRunning, runningOf } from "./work";

export interface Storage {
  /** Set a PIN for somebody who just signed in. Rejects with PinRefused, UnlockFault or StorageFault. */
  enrol(enrolment: Enrolment): Promise<Vault>;
  /** Rejects with UnlockFault (PIN, wait, lease) or StorageFault. */
  unlock(person: string, pin: string): Promise<Vault>;
  lockScreen(person: string): Promise<LockScreen>;
  /** Do what can be done before the PIN is there; call it again after a wrong one. */
  getReady(): void;
  /** Stop or pause the running clock without the PIN; resolves when it is on disk. */
  stopWhileLocked(person: string, stop: StopFact): Promise<void>;
  /** After an online sign-in: start the lease anew. Throws UnlockFault "not-enrolled" for another half. */
  renewLease(person: string, serverHalf: string): Promise<void>;
  nextSealed(person: string): Promise<SealedPart | null>;
  sealedReceived(person: string, upload: SealedUpload): Promise<void>;
  /** Sealed copies of what waits to be sent, for a tablet that is only locked; the originals stay. */
  sealedCopies(person: string): Promise<SealedPart[]>;
  /** Everything kept of one person, sealed to the organization; needs no PIN. */
  rescueFile(person: string): Promise<RescueFile>;
}

export function createStorage(tools: Tools): Storage {
  const held = new HeldWork();
  return {
    enrol: (enrolment) =>
      keepingOpen(held.take(enrolment.clinician.id), (work) => enrolInto(work, enrolment, tools)),
    unlock: (person, pin) => keepingOpen(held.take(person), (work) => unlock(work, person, pin, tools)),
    lockScreen: async (person) => lockScreen(await held.hold(person), tools.now()),
    getReady: () => tools.warmUp(),
    stopWhileLocked: (person, stop) => briefly(person, (work) => storeStop(work, stop, tools.now())),
    renewLease: (person, half) => briefly(person, (work) => renewLease(work, half, tools.now())),
    nextSealed: (person) => briefly(person, (work) => nextSealed(work, person)),
    sealedReceived: (person, upload) => briefly(person, (work) => sealedReceived(work, upload)),
    sealedCopies: (person) => briefly(person, (work) => copiesOf(work, person, ["outbox"])),
    rescueFile: (person) => briefly(person, (work) => rescueFile(work, person, tools.now())),
  };
}

async function unlock(work: WorkDatabase, person: string, pin: string, tools: Tools): Promise<Opened> {
  const records = await readKeys(work);
  if (records.lease && isExpired(advance(records.lease, tools.now()))) {
    await spend(work, tools.now());
    await dropHalf(work);
    throw new UnlockFault("lease-expired");
  }
  return openByPin(work, person, pin, records, tools);
}

/** Everything that the lock screen shows, in one reading. */
async function lockScreen(work: WorkDatabase, now: number): Promise<LockScreen> {
  const tx = work.transaction(["keys", "facts", "outbox", "sealed"]);
  const [attempts = NO_ATTEMPTS, lease, facts, queued, sealed] = await Promise.all([
    tx.objectStore("keys").get("attempts") as Promise<KeyRecords["attempts"] | undefined>,
    tx.objectStore("keys").get("lease") as Promise<KeyRecords["lease"] | undefined>,
    tx.objectStore("facts").getAll(),
    tx.objectStore("outbox").count(),
    tx.objectStore("sealed").count(),
  ]);
  const running = runningOf(facts.find(isRunning));
  return {
    running,
    only_here: queued + sealed + facts.length - (running ? 1 : 0),
    shredded: attempts.shredded,
    lease_expired: lease !== undefined && isExpired(advance(lease, now)),
    wait_seconds: remainingWait(attempts, now),
    tries_left: attempts.shredded ? 0 : MOST_TRIES - attempts.failed,
  };
}

/** From now on the server must release its half again. Where it lies under the PIN only the date bars. */
function dropHalf(work: WorkDatabase): Promise<void> {
  return strictly(work, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const half = await keys.get("server_half");
    if (half && "key" in half) await keys.delete("server_half");
  });
}

async function renewLease(work: WorkDatabase, serverHalf: string, now: number): Promise<void> {
  const key = await importHalf(readHalf(serverHalf));
  const known = (await work.get("keys", "half_check")) as KeyRecords["half_check"] | undefined;
  if (!known || !sameBytes(known.mac, await halfCheck(key))) throw new UnlockFault("not-enrolled");
  await strictly(work, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const lease = (await keys.get("lease")) as KeyRecords["lease"];
    await keys.put(newLease(lease.hours, now));
    if (!(await keys.get("server_half"))) await keys.put({ id: "server_half", key });
  });
}

/** Open the work database for one thing. */
async function briefly<T>(person: string, act: (work: WorkDatabase) => Promise<T>): Promise<T> {
  const work = await openWork(person);
  try {
    return await act(work);
  } finally {
    work.close();
  }
}

/** Open the work database and leave it to the vault; close it when there is none. */
async function keepingOpen(
  opening: Promise<WorkDatabase>,
  act: (work: WorkDatabase) => Promise<Opened>,
): Promise<Vault> {
  const work = await opening;
  try {
    return (await act(work)).vault;
  } catch (cause) {
    work.close();
    throw cause;
  }
}
