/** From a PIN to an open vault. */
import type { Clinician, Organization } from "./api";
import { Base } from "./base";
import { readStored, type Stored } from "./blocks";
import type { Bytes } from "./bytes";
import { place, unseal, unsealBytes } from "./cipher";
import { type BaseDatabase, openBase, strictly, type WorkDatabase } from "./database";
import { StorageFault } from "./fault";
import { forgetTries, mayTry, NO_ATTEMPTS } from "./keys/attempts";
import { recordKey } from "./keys/data-key";
import { keyId, outboxKeyPlace, queueKey, wrapToOrganization } from "./keys/outbox-key";
import type { KeyRecords } from "./keys/records";
import { pinWrap, tryPin, unlessStorage, vaultLock } from "./pin-try";
import type { Tools } from "./tools";
import { OpenVault } from "./vault";
import { Work } from "./work";

/** A vault and the call that a closing database makes. */
export interface Opened {
  vault: OpenVault;
}

interface Secrets {
  dataKey: Bytes;
  outboxKey: Bytes;
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
