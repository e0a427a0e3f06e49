/**
 * What the server's answers do to the queues.
 *
 * Nothing leaves the tablet before a final verdict, and what is on the server stays
 * until a backup has it (or 30 days, when no backup is known).
 */
import type { PushResult, Quarantined, Queued, Range, Sent } from "./api";
import type { Base } from "./base";
import { type Numbers, type QueueRecord, strictly } from "./database";
import { openQueued, readable, sealQueued } from "./queues";
import { receiptOf } from "./receipts";
import type { Work } from "./work";

const KEPT_MS = 30 * 86_400_000;

/**
 * Mark the oldest queued mutations as being sent and return them as they are stored.
 *
 * After this none of them is folded, so a resend is the same byte for byte.
 */
export async function takeBatch(
  work: Work,
  count: number,
  bytes: number,
  skip: ReadonlySet<number>,
): Promise<Queued[]> {
  if (work.queues.outbox.every(({ n }) => skip.has(n))) return [];
  const records = await strictly(work.database, ["outbox"], async (tx) => {
    const taken: QueueRecord[] = [];
    let size = 0;
    for (let at = await tx.objectStore("outbox").openCursor(); at; at = await at.continue()) {
      if (skip.has(at.value.n)) continue;
      size += at.value.ct.byteLength;
      if (taken.length === count || (size > bytes && taken.length > 0)) break;
      taken.push({ ...at.value, sending: true });
      if (!at.value.sending) await at.update({ ...at.value, sending: true });
    }
    return taken;
  });
  const batch = await readable(records, (record) => openQueued(work.keys, record));
  const inBatch = new Map(batch.map((queued) => [queued.n, queued]));
  const outbox = work.queues.outbox.map((queued) => inBatch.get(queued.n) ?? queued);
  work.queues = { ...work.queues, outbox };
  return batch;
}

/** Move each mutation with a final verdict to where it belongs, in one transaction. */
export async function applyVerdicts(work: Work, { verdicts, seq }: PushResult, now: number): Promise<void> {
  const said = new Map(verdicts.map(({ n, verdict }) => [n, verdict]));
  const sent: Sent[] = [];
  const quarantine: Quarantined[] = [];
  const outbox: Queued[] = [];
  for (const queued of work.queues.outbox) {
    const { n, mutation } = queued;
    const verdict = said.get(n);
    if (!verdict) outbox.push(queued);
    else if (verdict.verdict === "deferred" || verdict.verdict === "retry")
      outbox.push({ ...queued, last: verdict });
    else if (verdict.verdict === "applied")
      sent.push({ n, mutation, verdict, sent_at: now, seq, after_pull: work.numbers.pulls });
    else quarantine.push({ n, mutation, because: verdict, at: now });
  }
  await move(work, sent, quarantine);
  const { queues } = work;
  work.queues = {
    ...queues,
    outbox,
    sent: [...queues.sent, ...sent],
    quarantine: [...queues.quarantine, ...quarantine],
  };
}

async function move(work: Work, sent: readonly Sent[], quarantine: readonly Quarantined[]): Promise<void> {
  if (sent.length + quarantine.length === 0) return;
  const there = await Promise.all(sent.map(({ n, ...inside }) => sealQueued(work.keys, "sent", n, inside)));
  const refused = await Promise.all(
    quarantine.map(({ n, ...inside }) => sealQueued(work.keys, "quarantine", n, inside)),
  );
  await strictly(work.database, ["outbox", "sent", "quarantine"], async (tx) => {
    await Promise.all([
      ...there.map((record) => tx.objectStore("sent").put(record)),
      ...refused.map((record) => tx.objectStore("quarantine").put(record)),
      ...[...there, ...refused].map(({ n }) => tx.objectStore("outbox").delete(n)),
    ]);
  });
}

/**
 * The server was restored from a backup: what it confirmed waits again, unchanged.
 *
 * So does what it refused: its copy of that is gone too, and until it has one again
 * only this tablet does. Refused anew it lies where it lay.
 */
export async function requeueAll(work: Work, epoch: string): Promise<void> {
  const confirmed = work.queues.sent.filter(({ verdict }) => verdict.verdict === "applied");
  const again = [...confirmed, ...work.queues.quarantine];
  await requeue(work, again, { epoch, checked_at: 0 }); // rows are compared once the pull is through
}

async function requeue(
  work: Work,
  again: readonly (Sent | Quarantined)[],
  news: Partial<Numbers>,
): Promise<void> {
  const records = await Promise.all(
    again.map(({ n, mutation }) => sealQueued(work.keys, "outbox", n, { mutation })),
  );
  await strictly(work.database, ["outbox", "sent", "quarantine", "meta"], async (tx) => {
    const numbers = (await tx.objectStore("meta").get("numbers")) ?? work.numbers;
    await Promise.all([
      ...records.map((record) => tx.objectStore("outbox").put({ ...record, sending: true })),
      ...records.map(({ n }) => tx.objectStore("sent").delete(n)),
      ...records.map(({ n }) => tx.objectStore("quarantine").delete(n)),
      tx.objectStore("meta").put({ ...numbers, ...news }),
    ]);
  });
  const requeued = again.map(({ n, mutation }) => ({ n, mutation, sending: true, last: null }));
  work.numbers = { ...work.numbers, ...news };
  for (const { n } of again) work.receipts.delete(n);
  work.queues = {
    ...work.queues,
    outbox: [...work.queues.outbox, ...requeued].sort((a, b) => a.n - b.n),
    sent: work.queues.sent.filter((one) => !again.includes(one)),
    quarantine: work.queues.quarantine.filter((one) => !again.includes(one)),
  };
}

/** Let go of what a verified backup holds and whose receipt is proven; without a backup, of what is 30 days old. */
export async function releaseSent(
  work: Work,
  backupSeq: number | null,
  isPending: (sent: Sent) => boolean,
  now: number,
): Promise<void> {
  const gone = work.queues.sent.filter(
    (sent) => !isPending(sent) && isProven(work, sent) && isSafe(sent, backupSeq, now),
  );
  if (gone.length === 0) return;
  await strictly(work.database, ["sent"], async (tx) => {
    await Promise.all(gone.map(({ n }) => tx.objectStore("sent").delete(n)));
  });
  work.queues = { ...work.queues, sent: work.queues.sent.filter((one) => !gone.includes(one)) };
  for (const { n } of gone) work.receipts.delete(n);
}

/** Compare with the base what was not compared yet, and what differed. */
export async function checkReceipts(work: Work, base: Base): Promise<void> {
  for (const sent of work.queues.sent) {
    const known = work.receipts.get(sent.n);
    if (known === "proven" || known === "later") continue;
    const receipt = await receiptOf(sent, base);
    if (receipt) work.receipts.set(sent.n, receipt);
  }
}

/** Numbers of sent mutations that the server does not have after all: they wait again, unchanged. */
export async function requeueNumbers(work: Work, ranges: readonly Range[]): Promise<void> {
  const again = work.queues.sent.filter(
    ({ n, verdict }) =>
      verdict.verdict === "applied" && ranges.some(([first, last]) => first <= n && n <= last),
  );
  if (again.length > 0) await requeue(work, again, {});
}

function isProven(work: Work, { n }: Sent): boolean {
  const receipt = work.receipts.get(n);
  return receipt !== undefined && receipt !== "differs";
}

function isSafe({ seq, sent_at }: Sent, backupSeq: number | null, now: number): boolean {
  if (seq !== null && backupSeq !== null) return seq <= backupSeq;
  return now - sent_at > KEPT_MS;
}
