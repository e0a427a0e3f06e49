/**
 * From a PIN to an open vault, and what a wrong PIN costs.
 */
import type { Clinician, Organization } from "./api";
import { Base } from "./base";
import { type Bytes, randomBytes } from "./bytes";
import { place, unseal, unsealBytes } from "./cipher";
import { deleteBase, type Lost, openBase, strictly, type WorkDatabase } from "./database";
import { PinRefused, StorageFault, UnlockFault } from "./fault";
import { calibrate } from "./keys/argon2";
import { countTry, forgetTries, MOST_TRIES, mayTry, waitSeconds } from "./keys/attempts";
import { recordKey, unwrapDataKey, wrapDataKey } from "./keys/data-key";
import { keyId, outboxKeyPlace, queueKey, wrapToOrganization } from "./keys/outbox-key";
import { pinFault } from "./keys/pin";
import type { KeyRecords, PinWrap } from "./keys/records";
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
}

/** Open with a PIN; throws UnlockFault, and on the tenth wrong one destroys the keys. */
export async function openByPin(
  work: WorkDatabase,
  person: string,
  pin: string,
  tools: Tools,
): Promise<Opened> {
  const { dataKey, device } = await tryPin(work, person, pin, tools);
  const sealed = (await work.get("keys", "outbox_key")) as KeyRecords["outbox_key"] | undefined;
  if (!sealed) throw new StorageFault("unreadable");
  const outboxKey = await unsealBytes(await recordKey(dataKey), outboxKeyPlace(person), sealed.data);
  return openVault(work, person, device, { dataKey, outboxKey }, tools);
}

/** Read everything into a vault; the secrets are overwritten before it returns. */
export async function openVault(
  workDatabase: WorkDatabase,
  person: string,
  deviceId: string,
  secrets: Secrets,
  tools: Tools,
): Promise<Opened> {
  const keys = {
    person,
    recordKey: await recordKey(secrets.dataKey),
    queueKey: await queueKey(secrets.outboxKey),
  };
  const opened: { vault?: OpenVault } = {};
  const lost: Lost = (why) => opened.vault?.lock(why);
  for (const event of ["versionchange", "close"] as const) {
    workDatabase.addEventListener(event, () => lost("elsewhere"));
  }
  const work = new Work(workDatabase, keys);
  const base = new Base(await openBase(person, lost), person, keys.recordKey);
  await Promise.all([work.load(), base.load()]);
  const { clinician, organization } = await readProfile(workDatabase, person, keys.recordKey);
  const current = base.rows().organization.get(organization.id)?.outbox_public_key;
  if (current) await followOrganizationKey(workDatabase, person, deviceId, secrets.outboxKey, current);
  secrets.dataKey.fill(0);
  secrets.outboxKey.fill(0);
  const lock = vaultLock(workDatabase, person, tools);
  const vault = new OpenVault({ clinician, organization, deviceId, work, base, lock, clock: tools });
  opened.vault = vault;
  await vault.takeStops();
  return { vault };
}

async function tryPin(work: WorkDatabase, person: string, pin: string, tools: Tools): Promise<ByPin> {
  await mayTry(work, tools.now());
  const { wrap, device, stored } = await readWrap(work);
  const derived = await tools.derive(pin, wrap.salt, wrap.kdf);
  const failed = await countTry(work, tools.now());
  try {
    const half = await openHalf(person, stored, derived);
    const dataKey = await unwrapDataKey(wrap, { person, device }, derived, half);
    await forgetTries(work);
    return { dataKey, derived, half, stored, device };
  } catch (cause) {
    if (!(cause instanceof StorageFault) || cause.kind !== "unreadable") throw cause;
    if (failed < MOST_TRIES) throw new UnlockFault("wrong-pin", MOST_TRIES - failed, waitSeconds(failed));
    await shred(work, person);
    throw new UnlockFault("shredded");
  }
}

async function readWrap(work: WorkDatabase): Promise<{ wrap: PinWrap; device: string; stored: StoredHalf }> {
  const wraps = (await work.get("keys", "wraps")) as KeyRecords["wraps"] | undefined;
  const stored = (await work.get("keys", "server_half")) as StoredHalf | undefined;
  const wrap = wraps?.wraps.find(({ kind }) => kind === "pin");
  if (!wraps || !wrap) throw new UnlockFault("not-enrolled");
  if (!stored) throw new UnlockFault("lease-expired");
  return { wrap, device: wraps.device_id, stored };
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
      (await tryPin(work, person, pin, tools)).dataKey.fill(0);
    },
    changePin: async (oldPin, newPin) => {
      const refused = pinFault(newPin);
      if (refused) throw new PinRefused(refused);
      await rewrap(work, person, await tryPin(work, person, oldPin, tools), newPin, tools);
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
