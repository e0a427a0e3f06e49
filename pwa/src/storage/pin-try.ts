/** A try of the PIN, what a wrong one costs, and the change to another PIN. */
import { type Bytes, randomBytes } from "./bytes";
import { deleteBase, strictly, type WorkDatabase } from "./database";
import { PinRefused, StorageFault, UnlockFault } from "./fault";
import { calibrate } from "./keys/argon2";
import {
  countTry,
  forgetTries,
  MOST_TRIES,
  mayTry,
  NO_ATTEMPTS,
  uncountTry,
  waitSeconds,
} from "./keys/attempts";
import { unwrapDataKey, wrapDataKey } from "./keys/data-key";
import { pinFault } from "./keys/pin";
import type { KeyRecords } from "./keys/records";
import { openHalf, type StoredHalf, unwrapHalf, wrapHalf } from "./keys/server-half";
import { sealAway } from "./sealed";
import type { Tools } from "./tools";
import type { VaultLock } from "./vault";

/** Everything that the right PIN gives. */
interface ByPin {
  dataKey: Bytes;
  derived: Bytes;
  half: CryptoKey;
  stored: StoredHalf;
  device: string;
  records: Partial<KeyRecords>;
}

/** Everything in the store of keys, in one reading; nothing in it opens anything without the PIN. */
export async function readKeys(work: WorkDatabase): Promise<Partial<KeyRecords>> {
  return Object.fromEntries((await work.getAll("keys")).map((record) => [record.id, record]));
}

/** Try a PIN; throws UnlockFault, and destroys the keys with the tenth wrong one. */
export async function tryPin(
  work: WorkDatabase,
  person: string,
  pin: string,
  records: Partial<KeyRecords>,
  tools: Tools,
): Promise<ByPin> {
  const { wrap, device, stored } = pinWrap(records);
  const counting = countTry(work, tools.now());
  const [derived, counted] = await Promise.allSettled([tools.derive(pin, wrap.salt, wrap.kdf), counting]);
  if (counted.status === "rejected") throw counted.reason;
  if (derived.status === "rejected") {
    await uncountTry(work);
    throw derived.reason;
  }
  try {
    const half = await openHalf(person, stored, derived.value);
    const dataKey = await unwrapDataKey(wrap, { person, device }, derived.value, half);
    return { dataKey, derived: derived.value, half, stored, device, records };
  } catch (cause) {
    if (!(cause instanceof StorageFault) || cause.kind !== "unreadable") throw cause;
    const failed = counted.value;
    if (failed < MOST_TRIES) throw new UnlockFault("wrong-pin", MOST_TRIES - failed, waitSeconds(failed));
    await shred(work, person);
    throw new UnlockFault("shredded");
  }
}

/** Return what the PIN opens; throws UnlockFault when nothing here is for a PIN. */
export function pinWrap({ wraps, server_half: stored }: Partial<KeyRecords>) {
  const wrap = wraps?.wraps.find(({ kind }) => kind === "pin");
  if (!wraps || !wrap) throw new UnlockFault("not-enrolled");
  if (!stored) throw new UnlockFault("lease-expired");
  return { wrap, device: wraps.device_id, stored };
}

/** Before signing or changing the PIN: the same try as at the lock. */
async function tryAgain(work: WorkDatabase, person: string, pin: string, tools: Tools): Promise<ByPin> {
  const records = await readKeys(work);
  await mayTry(work, records.attempts ?? NO_ATTEMPTS, tools.now());
  const opened = await tryPin(work, person, pin, records, tools);
  await forgetTries(work);
  return opened;
}

/** For what goes on in the background: storage that gave up is met again where it matters. */
export function unlessStorage(cause: unknown): void {
  if (!(cause instanceof StorageFault)) throw cause;
}

/** Destroy the keys; the sealed outbox stays. */
async function shred(work: WorkDatabase, person: string): Promise<void> {
  await sealAway(work);
  await deleteBase(person);
}

/** What an open vault may do with the PIN. */
export function vaultLock(work: WorkDatabase, person: string, tools: Tools): VaultLock {
  return {
    shred: () => shred(work, person),
    confirmPin: async (pin) => {
      (await tryAgain(work, person, pin, tools)).dataKey.fill(0);
    },
    changePin: async (oldPin, newPin) => {
      const refused = pinFault(newPin);
      if (refused) throw new PinRefused(refused);
      await rewrap(work, person, await tryAgain(work, person, oldPin, tools), newPin, tools);
    },
  };
}

async function rewrap(
  work: WorkDatabase,
  person: string,
  old: ByPin,
  newPin: string,
  tools: Tools,
): Promise<void> {
  const salt = randomBytes(16);
  const { cost, derived } = await calibrate(tools.derive, newPin, salt, tools.monotonic);
  const who = { person, device: old.device };
  const wrap = await wrapDataKey(old.dataKey, who, { derived, salt, cost }, old.half);
  old.dataKey.fill(0);
  const half =
    "wrapped" in old.stored
      ? await wrapHalf(person, await unwrapHalf(person, old.stored.wrapped, old.derived), derived)
      : null;
  await strictly(work, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const wraps = (await keys.get("wraps")) as KeyRecords["wraps"];
    const others = wraps.wraps.filter(({ kind }) => kind !== "pin");
    await keys.put({ ...wraps, wraps: [...others, wrap] });
    if (half) await keys.put({ id: "server_half", wrapped: half });
  });
}
