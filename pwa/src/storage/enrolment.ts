/**
 * Setting a PIN: new keys, wrapped and stored, and a vault over them.
 *
 * Work of an earlier enrolment (another PIN, forgotten or destroyed) is sealed away
 * first; the server's rows come anew.
 */

import type { Enrolment } from "./api";
import { type Bytes, randomBytes } from "./bytes";
import { place, seal, sealBytes } from "./cipher";
import { deleteBase, strictly, type WorkDatabase } from "./database";
import { PinRefused } from "./fault";
import { calibrate } from "./keys/argon2";
import { NO_ATTEMPTS } from "./keys/attempts";
import { newSecret, recordKey, wrapDataKey } from "./keys/data-key";
import { newLease } from "./keys/lease";
import { outboxKeyPlace, wrapToOrganization } from "./keys/outbox-key";
import { pinFault } from "./keys/pin";
import type { KeyRecords } from "./keys/records";
import { halfCheck, importHalf, readHalf, storeHalf } from "./keys/server-half";
import { type Opened, openVault } from "./opening";
import { rememberPerson, shownAs } from "./people";
import { earlierEnrolments, sealAway } from "./sealed";
import type { Tools } from "./tools";
import { noNumbers } from "./work";

export async function enrolInto(work: WorkDatabase, enrolment: Enrolment, tools: Tools): Promise<Opened> {
  const refused = pinFault(enrolment.pin);
  if (refused) throw new PinRefused(refused);
  const { clinician, deviceId } = enrolment;
  const half = readHalf(enrolment.serverHalf);
  const salt = randomBytes(16);
  const { cost, derived } = await calibrate(tools.derive, enrolment.pin, salt, tools.monotonic);
  const secrets = { dataKey: newSecret(), outboxKey: newSecret() };
  const records = await keyRecords(enrolment, secrets, { derived, salt, cost }, half, tools.now());
  await sealAway(work);
  await deleteBase(clinician.id);
  await storeHalf(work, clinician.id, half, derived);
  await store(work, records);
  await rememberPerson({
    clinician_id: clinician.id,
    device_id: deviceId,
    shown_as: shownAs(clinician.name),
    earlier: await earlierEnrolments(work),
  });
  return openVault(work, clinician.id, deviceId, secrets, tools);
}

async function keyRecords(
  { clinician, organization, deviceId, uploadToken }: Enrolment,
  { dataKey, outboxKey }: { dataKey: Bytes; outboxKey: Bytes },
  pin: Parameters<typeof wrapDataKey>[2],
  half: Bytes,
  now: number,
): Promise<KeyRecords[keyof KeyRecords][]> {
  const who = { person: clinician.id, device: deviceId };
  const halfKey = await importHalf(half);
  const records = await recordKey(dataKey);
  const profile = await seal(records, place(clinician.id, "keys", "profile"), { clinician, organization });
  return [
    { id: "wraps", device_id: deviceId, wraps: [await wrapDataKey(dataKey, who, pin, halfKey)] },
    { id: "half_check", mac: await halfCheck(halfKey) },
    {
      id: "outbox_key",
      data: await sealBytes(records, outboxKeyPlace(clinician.id), outboxKey),
      organization: await wrapToOrganization(outboxKey, organization.outbox_public_key, who),
      upload_token: uploadToken,
    },
    { id: "profile", ...profile },
    newLease(organization.offline_lease_hours, now),
    NO_ATTEMPTS,
  ];
}

function store(work: WorkDatabase, records: readonly KeyRecords[keyof KeyRecords][]): Promise<void> {
  return strictly(work, ["keys", "meta"], async (tx) => {
    await Promise.all([
      ...records.map((record) => tx.objectStore("keys").put(record)),
      tx.objectStore("meta").put(noNumbers()),
    ]);
  });
}
