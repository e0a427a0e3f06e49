/**
 * Work whose key is gone from this tablet: it waits, sealed to the organization.
 *
 * Ten wrong PINs, a revoked device and a forgotten PIN all end here; none of them
 * destroys what a clinician recorded. Rows leave only on the server's receipt.
 */
import type { SealedPart, SealedUpload } from "./api";
import { toBase64url } from "./bytes";
import { type QueueName, type SealedRecord, strictly, type WorkDatabase } from "./database";
import type { KeyRecords } from "./keys/records";

const QUEUES: readonly QueueName[] = ["outbox", "sent", "quarantine"];
const MOST_ROWS = 50;
const MOST_EARLIER = 50;
const MOST_BYTES = 180 * 1024; // base64 makes 240 KB of it

/**
 * Destroy the keys of this enrolment and set its queues aside, in one transaction.
 *
 * Drafts go too: they were never saved as work, and nobody can open them any more.
 */
export function sealAway(work: WorkDatabase): Promise<void> {
  return strictly(work, ["keys", "outbox", "sent", "quarantine", "sealed", "drafts"], async (tx) => {
    const keys = tx.objectStore("keys");
    const wraps = (await keys.get("wraps")) as KeyRecords["wraps"] | undefined;
    const outboxKey = (await keys.get("outbox_key")) as KeyRecords["outbox_key"] | undefined;
    const earlier = (await keys.get("earlier")) as KeyRecords["earlier"] | undefined;
    for (const store of QUEUES) {
      const records = await tx.objectStore(store).getAll();
      if (!wraps || !outboxKey) continue;
      const { organization: wrap, upload_token } = outboxKey;
      const common = { device_id: wraps.device_id, store, wrap, upload_token };
      await Promise.all(
        records.map(({ n, iv, ct }) => tx.objectStore("sealed").put({ ...common, n, iv, ct })),
      );
      await tx.objectStore(store).clear();
    }
    await keys.clear();
    await keys.put({ id: "attempts", failed: 0, since: 0, shredded: true });
    const devices = [...(earlier?.devices ?? []), ...(wraps ? [wraps.device_id] : [])];
    await keys.put({ id: "earlier", devices: devices.slice(-MOST_EARLIER) });
    await tx.objectStore("drafts").clear();
  });
}

/** Ids of the enrolments whose work was set aside here, the oldest first. */
export async function earlierEnrolments(work: WorkDatabase): Promise<string[]> {
  const found = (await work.get("keys", "earlier")) as KeyRecords["earlier"] | undefined;
  return found?.devices ?? [];
}

/** The next part to upload, all of one enrolment; null when nothing is sealed. */
export async function nextSealed(work: WorkDatabase, person: string): Promise<SealedPart | null> {
  const records = await work.getAll("sealed", undefined, MOST_ROWS);
  const [first] = records;
  if (!first) return null;
  const rows = fitting(records.filter(({ device_id }) => device_id === first.device_id));
  const upload: SealedUpload = {
    protocol: 1,
    clinician_id: person,
    device_id: first.device_id,
    wrap: first.wrap,
    rows: rows.map(({ store, n, iv, ct }) => ({ store, n, iv: toBase64url(iv), ct: toBase64url(ct) })),
  };
  return { upload, token: first.upload_token };
}

/** The server has these rows: they may go. */
export function sealedReceived(work: WorkDatabase, { device_id, rows }: SealedUpload): Promise<void> {
  return strictly(work, ["sealed"], async (tx) => {
    await Promise.all(rows.map(({ store, n }) => tx.objectStore("sealed").delete([device_id, store, n])));
  });
}

function fitting(records: readonly SealedRecord[]): SealedRecord[] {
  let size = 0;
  return records.filter((record, i) => {
    size += record.ct.byteLength;
    return i === 0 || size <= MOST_BYTES;
  });
}
