/**
 * From a PIN to an open vault, and what a wrong PIN costs.
 */
import type { Clinician, Organization } from "./api";
import { Base } from "./base";
import { readStored, type Stored } from "./blocks";
import { type Bytes, randomBytes } from "./bytes";
import { place, unseal, unsealBytes } from "./cipher";
import { type BaseDatabase, deleteBase, openBase, strictly, type WorkDatabase } from "./database";
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
import { recordKey, unwrapDataKey, wrapDataKey } from "./keys/data-key";
import { keyId, outboxKeyPlace, queueKey, wrapToOrganization } from "./keys/outbox-key";
import { pinFault } from "./keys/pin";
import type { KeyRecords } from "./keys/records";
import { openHalf, type StoredHalf, unwrapHalf, wrapHalf } from "./keys/server-half";
import { sealAway } from "./sealed";
import type { Tools } from "./tools";
import { OpenVault, type VaultLock } from "./vault";
import { Work } from "./work";

/** A vault and the call that a closing database makes. */
export interface Opened {
  vault: OpenVault;
}

interface Secrets {
  dataKey: Bytes;
  outboxKey: Bytes;
}

/** Everything that the right PIN gives. */
interface ByPin {
  dataKey: Bytes;
  derived: Bytes;
  half: CryptoKey;
  stored: StoredHalf;
  device: string;
  records: Partial<KeyRecords>;
}

/** The server's rows while no key is there to open them. */
interface Unread {
  database: BaseDatabase;
  stored: Stored;
  /** Set once there is a vault that must hear of it when the database is closed from outside. */
  vault: OpenVault | null;
}

/**
 * Open with a PIN; throws UnlockFault, and on the tenth wrong one destroys the keys.
 *
 * While Argon2id works, the rows of Today are read, still as ciphertext.
 */
export async function openByPin(
  work: WorkDatabase,
  person: string,
  pin: string,
  records: Partial<KeyRecords>,
  tools: Tools,
): Promise<Opened> {
  await mayTry(work, records.attempts ?? NO_ATTEMPTS, tools.now());
  pinWrap(records);
  const reading = readToday(person);
  try {
    const { dataKey, device } = await tryPin(work, person, pin, records, tools);
    void forgetTries(work).catch(unlessStorage); // a try counted too many costs less than waiting for the disk
    const sealed = records.outbox_key;
    if (!sealed) throw new StorageFault("unreadable");
    const outboxKey = await unsealBytes(await recordKey(dataKey), outboxKeyPlace(person), sealed.data);
    return await openVault(work, person, device, { dataKey, outboxKey }, tools, reading);
  } catch (cause) {
    void reading.then(({ database }) => database.close()).catch(unlessStorage);
    throw cause;
  }
}

/** Open base and read what Today needs. */
async function readToday(person: string): Promise<Unread> {
  const unread: { vault: OpenVault | null } = { vault: null };
  const database = await openBase(person, (why) => unread.vault?.lock(why));
  return Object.assign(unread, { database, stored: await readStored(database, ["today"]) });
}

/**
 * Make a vault as soon as Today can be shown; the other rows are opened behind it.
 *
 * The secrets are overwritten before it returns.
 */
export async function openVault(
  workDatabase: WorkDatabase,
  person: string,
  deviceId: string,
  secrets: Secrets,
  tools: Tools,
  reading: Promise<Unread> = readToday(person),
): Promise<Opened> {
  const [records, queues] = await Promise.all([recordKey(secrets.dataKey), queueKey(secrets.outboxKey)]);
  const work = new Work(workDatabase, { person, recordKey: records, queueKey: queues });
  const unread = await reading;
  const base = new Base(unread.database, person, records);
  const [profile] = await Promise.all([
    readProfile(workDatabase, person, records),
    work.load(),
    base.take(unread.stored),
  ]);
  const { clinician, organization } = profile;
  const current = base.rows().organization.get(organization.id)?.outbox_public_key;
  if (current) await followOrganizationKey(workDatabase, person, deviceId, secrets.outboxKey, current);
  secrets.dataKey.fill(0);
  secrets.outboxKey.fill(0);
  const lock = vaultLock(workDatabase, person, tools);
  const vault = new OpenVault({ clinician, organization, deviceId, work, base, lock, clock: tools });
  unread.vault = vault;
  for (const event of ["versionchange", "close"] as const) {
    workDatabase.addEventListener(event, () => vault.lock("elsewhere"));
  }
  await vault.takeStops();
  vault.readOn();
  return { vault };
}

/** Everything in the store of keys, in one reading; nothing in it opens anything without the PIN. */
export async function readKeys(work: WorkDatabase): Promise<Partial<KeyRecords>> {
  return Object.fromEntries((await work.getAll("keys")).map((record) => [record.id, record]));
}

async function tryPin(
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

function pinWrap({ wraps, server_half: stored }: Partial<KeyRecords>) {
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

function unlessStorage(cause: unknown): void {
  if (!(cause instanceof StorageFault)) throw cause;
}

/** Destroy the keys; the sealed outbox stays. */
async function shred(work: WorkDatabase, person: string): Promise<void> {
  await sealAway(work);
  await deleteBase(person);
}

function vaultLock(work: WorkDatabase, person: string, tools: Tools): VaultLock {
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

async function readProfile(work: WorkDatabase, person: string, key: CryptoKey) {
  const profile = (await work.get("keys", "profile")) as KeyRecords["profile"] | undefined;
  if (!profile) throw new StorageFault("unreadable");
  return unseal<{ clinician: Clinician; organization: Organization }>(
    key,
    place(person, "keys", "profile"),
    profile,
  );
}

/** The organization has a new key: wrap the outbox key to it, so that it can still open sealed work. */
async function followOrganizationKey(
  work: WorkDatabase,
  person: string,
  device: string,
  outboxKey: Bytes,
  publicKey: string,
): Promise<void> {
  const known = (await work.get("keys", "outbox_key")) as KeyRecords["outbox_key"];
  if (known.organization.kid === (await keyId(publicKey))) return;
  const organization = await wrapToOrganization(outboxKey, publicKey, { person, device });
  await strictly(work, ["keys"], async (tx) => {
    await tx.objectStore("keys").put({ ...known, organization });
  });
}
