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

import type { IDBPTransaction } from "idb";
import type { Mutation, Quarantined, Queued, Sent } from "./api";
import { place, seal, unseal } from "./cipher";
import type { QueueName, QueueRecord, WorkSchema } from "./database";
import { StorageFault } from "./fault";

/** What is needed to read and write one person's queues. */
export interface QueueKeys {
  person: string;
  queueKey: CryptoKey;
}

type Reading = IDBPTransaction<
  WorkSchema,
  ("outbox" | "sent" | "quarantine" | "sealed" | "facts" | "drafts" | "meta")[]
>;

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

/** The queues as they lie on disk. */
export interface QueueRecords {
  outbox: QueueRecord[];
  sent: QueueRecord[];
  quarantine: QueueRecord[];
  sealed: number;
}

/** Read all queues in a transaction that has their stores. */
export async function readQueues(tx: Reading): Promise<QueueRecords> {
  const [outbox, sent, quarantine, sealed] = await Promise.all([
    tx.objectStore("outbox").getAll(),
    tx.objectStore("sent").getAll(),
    tx.objectStore("quarantine").getAll(),
    tx.objectStore("sealed").count(),
  ]);
  return { outbox, sent, quarantine, sealed };
}

export async function openQueues(keys: QueueKeys, records: QueueRecords): Promise<Queues> {
  const [outbox, sent, quarantine] = await Promise.all([
    readable(records.outbox, (record) => openQueued(keys, record)),
    readable(records.sent, async (record) => ({
      n: record.n,
      ...(await unsealFrom(keys, "sent", record)),
    })),
    readable(records.quarantine, async (record) => ({
      n: record.n,
      ...(await unsealFrom(keys, "quarantine", record)),
    })),
  ]);
  const stored = records.outbox.length + records.sent.length + records.quarantine.length;
  const unreadable = stored - outbox.length - sent.length - quarantine.length;
  return { outbox, sent, quarantine, sealed: records.sealed, unreadable };
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
