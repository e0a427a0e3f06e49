/**
 * Sealed copies of work that no server has confirmed, for whoever cannot open the vault.
 *
 * A locked tablet hands in copies of its outbox; a rescue file holds copies of
 * everything that is kept here. The originals stay where they are: ids decide on the
 * server, so nothing is done twice when the tablet is unlocked later.
 */
import type { SealedPart, SealedUpload } from "./api";
import { toBase64url } from "./bytes";
import type { QueueName, QueueRecord, SealedRecord, WorkDatabase } from "./database";
import type { KeyRecords } from "./keys/records";

const MOST_ROWS = 50;
const MOST_BYTES = 180 * 1024; // base64 makes 240 KB of it

/** Everything kept here as a file can hold it; sealed to the organization, so no PIN is asked. */
export interface RescueFile {
  format: "kinesync-rescue";
  version: 1;
  made_at: string;
  parts: SealedUpload[];
}

/** Copies of what waits in these queues, in parts of one request each; nothing where there is no enrolment. */
export async function copiesOf(
  work: WorkDatabase,
  person: string,
  queues: readonly QueueName[],
): Promise<SealedPart[]> {
  const tx = work.transaction(["keys", ...queues]);
  const wraps = (await tx.objectStore("keys").get("wraps")) as KeyRecords["wraps"] | undefined;
  const key = (await tx.objectStore("keys").get("outbox_key")) as KeyRecords["outbox_key"] | undefined;
  const rows: Row[] = [];
  for (const store of queues) {
    for (const record of await tx.objectStore(store).getAll()) rows.push({ store, ...record });
  }
  if (!wraps || !key) return [];
  const head = { clinician_id: person, device_id: wraps.device_id, wrap: key.organization };
  return inParts(rows).map((part) => ({ upload: upload(head, part), token: key.upload_token }));
}

/** All that is kept of one person: this enrolment's queues, and what earlier ones left sealed. */
export async function rescueFile(work: WorkDatabase, person: string, now: number): Promise<RescueFile> {
  const present = await copiesOf(work, person, ["outbox", "quarantine", "sent"]);
  const earlier = await earlierParts(work, person);
  const parts = [...present.map((part) => part.upload), ...earlier];
  return { format: "kinesync-rescue", version: 1, made_at: new Date(now).toISOString(), parts };
}

async function earlierParts(work: WorkDatabase, person: string): Promise<SealedUpload[]> {
  const devices = new Map<string, SealedRecord[]>();
  for (const record of await work.getAll("sealed")) {
    devices.set(record.device_id, [...(devices.get(record.device_id) ?? []), record]);
  }
  return [...devices].flatMap(([device_id, records]) =>
    inParts(records).map((part) =>
      upload({ clinician_id: person, device_id, wrap: (records[0] as SealedRecord).wrap }, part),
    ),
  );
}

type Row = Pick<QueueRecord, "n" | "iv" | "ct"> & { store: QueueName };
type Head = Pick<SealedUpload, "clinician_id" | "device_id" | "wrap">;

function upload(head: Head, rows: readonly Row[]): SealedUpload {
  return {
    protocol: 1,
    ...head,
    rows: rows.map(({ store, n, iv, ct }) => ({ store, n, iv: toBase64url(iv), ct: toBase64url(ct) })),
  };
}

/** Cut into parts that one request may hold. */
function inParts<R extends Row>(rows: readonly R[]): R[][] {
  const parts: R[][] = [];
  let size = 0;
  for (const row of rows) {
    const part = parts.at(-1);
    size += row.ct.byteLength;
    if (part && part.length < MOST_ROWS && size <= MOST_BYTES) part.push(row);
    else {
      parts.push([row]);
      size = row.ct.byteLength;
    }
  }
  return parts;
}
