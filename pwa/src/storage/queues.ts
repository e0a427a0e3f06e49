/**
 * The three queues as they lie in the work database, and as they are read into memory.
 *
 * outbox      made here, no final verdict yet
 * sent        on the server, kept until a backup has it
 * quarantine  refused or in conflict, kept until the clinician decides
 *
 * Each place holds the mutation exactly as it goes on the wire, so a sealed outbox
 * can be read by the server that is given its key.
 */
import type { Mutation, Quarantined, Queued, Sent } from "./api";
import { place, seal, unseal } from "./cipher";
import type { QueueName, QueueRecord, WorkDatabase } from "./database";
import { StorageFault } from "./fault";

/** What is needed to read and write one person's queues. */
export interface QueueKeys {
  person: string;
  queueKey: CryptoKey;
}

type Inside = {
  outbox: { mutation: Mutation };
  sent: Omit<Sent, "n">;
  quarantine: Omit<Quarantined, "n">;
};

export async function sealQueued<Q extends QueueName>(
  { person, queueKey }: QueueKeys,
  queue: Q,
  n: number,
  inside: Inside[Q],
): Promise<QueueRecord> {
  return { n, ...(await seal(queueKey, place(person, queue, n), inside)) };
}

export async function openQueued(keys: QueueKeys, record: QueueRecord): Promise<Queued> {
  const { mutation } = await unsealFrom(keys, "outbox", record);
  return { n: record.n, mutation, sending: record.sending ?? false, last: null };
}

export interface Queues {
  outbox: Queued[];
  sent: Sent[];
  quarantine: Quarantined[];
  /** Records that no longer open; they stay where they are. */
  unreadable: number;
  /** Mutations of an earlier enrolment that wait to be handed in sealed. */
  sealed: number;
}

export async function readQueues(work: WorkDatabase, keys: QueueKeys): Promise<Queues> {
  const tx = work.transaction(["outbox", "sent", "quarantine", "sealed"]);
  const [outbox, sent, quarantine, sealed] = await Promise.all([
    tx.objectStore("outbox").getAll(),
    tx.objectStore("sent").getAll(),
    tx.objectStore("quarantine").getAll(),
    tx.objectStore("sealed").count(),
  ]);
  const queued = await readable(outbox, (record) => openQueued(keys, record));
  const there = await readable(sent, async (record) => ({
    n: record.n,
    ...(await unsealFrom(keys, "sent", record)),
  }));
  const refused = await readable(quarantine, async (record) => ({
    n: record.n,
    ...(await unsealFrom(keys, "quarantine", record)),
  }));
  return {
    outbox: queued,
    sent: there,
    quarantine: refused,
    sealed,
    unreadable:
      outbox.length + sent.length + quarantine.length - queued.length - there.length - refused.length,
  };
}

function unsealFrom<Q extends QueueName>({ person, queueKey }: QueueKeys, queue: Q, record: QueueRecord) {
  return unseal<Inside[Q]>(queueKey, place(person, queue, record.n), record);
}

/** Open all records at once; leave out those that do not open. */
export async function readable<R, T>(
  records: readonly R[],
  openOne: (record: R) => Promise<T>,
): Promise<T[]> {
  const opened = await Promise.all(records.map((record) => openOne(record).catch(nullIfUnreadable)));
  return opened.filter((one) => one !== null) as T[];
}

function nullIfUnreadable(cause: unknown): null {
  if (cause instanceof StorageFault && cause.kind === "unreadable") return null;
  throw cause;
}
