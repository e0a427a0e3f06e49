/**
 * The databases of one person, and the one way to write to them.
 *
 * `work` holds what only this tablet knows: never rebuilt, never purged before a
 * receipt. `base` holds the server's rows: disposable. A newer version of the app
 * may close both (`versionchange`); then every call says "closed".
 */
import {
  type DBSchema,
  deleteDB,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from "idb";
import type { RunningFact, StopFact } from "./api";
import type { Sealed } from "./cipher";
import { StorageFault, storageFault } from "./fault";
import type { KeyRecords } from "./keys/records";

/** A mutation in one of the three queues; only its number is clear. */
export interface QueueRecord extends Sealed {
  n: number;
  sending?: boolean;
}

/** A queued mutation whose key is gone from this tablet: only the organization can open it. */
export interface SealedRecord extends Sealed {
  device_id: string;
  store: QueueName;
  n: number;
  wrap: KeyRecords["outbox_key"]["organization"];
  upload_token: string;
}

export type DraftRecord = Sealed & { id: string };
export type QueueName = "outbox" | "sent" | "quarantine";
export type Fact = ({ id: "running" } & RunningFact) | ({ id: string } & StopFact);

/** Counters and opaque ids that are needed before unlocking. */
export interface Numbers {
  id: "numbers";
  next_n: number;
  epoch: string | null;
  clock_offset_ms: number;
  last_contact_at: number | null;
  /** How many pulls went to their end. */
  pulls: number;
  /** When the rows were last compared with the server's; missing in what older versions wrote. */
  checked_at?: number;
}

export interface WorkSchema extends DBSchema {
  keys: { key: string; value: KeyRecords[keyof KeyRecords] };
  outbox: { key: number; value: QueueRecord };
  sent: { key: number; value: QueueRecord };
  quarantine: { key: number; value: QueueRecord };
  sealed: { key: [string, string, number]; value: SealedRecord };
  facts: { key: string; value: Fact };
  drafts: { key: string; value: DraftRecord };
  meta: { key: string; value: Numbers };
}

/** Which rows are read first: those that Today shows, or those recorded in visits. */
export type Shelf = "today" | "later";

/** Rows of one shelf and epoch in one ciphertext; which rows is nobody's business. */
export interface BlockRecord extends Sealed {
  shelf: Shelf;
  id: string;
  epoch: string;
}

export type FeedRecord = Sealed & { id: string };

export interface BaseSchema extends DBSchema {
  blocks: { key: [Shelf, string]; value: BlockRecord };
  meta: { key: string; value: FeedRecord };
}

export type WorkDatabase = IDBPDatabase<WorkSchema>;
export type BaseDatabase = IDBPDatabase<BaseSchema>;

/** Hears that a database was closed from outside: deleted with its keys, or wanted by a newer version. */
export type Lost = (why: "shredded" | "elsewhere") => void;

/** What brings a database from each version to the next, the first from nothing. A step is never changed again. */
export type Steps<S extends DBSchema> = readonly ((database: IDBPDatabase<S>) => void)[];

/** A step adds and never deletes: the outbox outlives schemas. */
export const WORK_STEPS: Steps<WorkSchema> = [
  (database) => {
    database.createObjectStore("keys", { keyPath: "id" });
    for (const queue of ["outbox", "sent", "quarantine"] as const) {
      database.createObjectStore(queue, { keyPath: "n" });
    }
    database.createObjectStore("sealed", { keyPath: ["device_id", "store", "n"] });
    database.createObjectStore("facts", { keyPath: "id" });
    database.createObjectStore("drafts", { keyPath: "id" });
    database.createObjectStore("meta", { keyPath: "id" });
  },
];

/** Rows come again with the next pull, so a step may start with nothing. */
const BASE_STEPS: Steps<BaseSchema> = [
  () => {}, // rows one by one; the next step would throw them away
  (database) => {
    for (const before of [...database.objectStoreNames]) database.deleteObjectStore(before);
    database.createObjectStore("blocks", { keyPath: ["shelf", "id"] });
    database.createObjectStore("meta", { keyPath: "id" });
  },
];

/** Open the work database; `lost` is called when it is closed from outside. */
export function openWork(person: string, lost: Lost = () => {}): Promise<WorkDatabase> {
  return open(`kinesync-work-${person}`, WORK_STEPS, lost);
}

export function openBase(person: string, lost: Lost = () => {}): Promise<BaseDatabase> {
  return open(`kinesync-base-${person}`, BASE_STEPS, lost);
}

/** Throw the server's rows away; they come again with the next pull. */
export async function deleteBase(person: string): Promise<void> {
  try {
    await deleteDB(`kinesync-base-${person}`);
  } catch (cause) {
    throw storageFault(cause);
  }
}

/** Open a database, or say in a StorageFault why not. */
export function open<S extends DBSchema>(
  name: string,
  steps: Steps<S>,
  lost: Lost,
): Promise<IDBPDatabase<S>> {
  return new Promise((resolve, reject) => {
    let givenUp = false;
    openDB<S>(name, steps.length, {
      upgrade: (database, from, _to, transaction) => {
        transaction.done.catch(() => {}); // told by the request
        for (const step of steps.slice(from)) step(database);
      },
      blocked: () => {
        givenUp = true;
        reject(new StorageFault("blocked"));
      },
      blocking: (_current, wanted, event) => {
        (event.target as IDBDatabase).close();
        lost(wanted === null ? "shredded" : "elsewhere");
      },
      terminated: () => lost("elsewhere"),
    }).then(
      (database) => (givenUp ? database.close() : resolve(database)),
      (cause) => reject(storageFault(cause)),
    );
  });
}

/**
 * Do all writes of `act` in one transaction that is on disk when this resolves.
 *
 * `act` may await requests of this transaction and nothing else: IndexedDB commits
 * as soon as it is idle. Rejects with StorageFault, then nothing was stored; what
 * `act` itself throws aborts the transaction and is passed on.
 */
export function strictly<S extends DBSchema, N extends StoreNames<S>, T>(
  database: IDBPDatabase<S>,
  stores: N[],
  act: (transaction: IDBPTransaction<S, N[], "readwrite">) => Promise<T>,
): Promise<T> {
  return together(database, stores, "strict", act);
}

/** The same; "relaxed" resolves before it is on disk, so it is only for what comes again. */
export async function together<S extends DBSchema, N extends StoreNames<S>, T>(
  database: IDBPDatabase<S>,
  stores: N[],
  durability: "strict" | "relaxed",
  act: (transaction: IDBPTransaction<S, N[], "readwrite">) => Promise<T>,
): Promise<T> {
  const transaction = begin(database, stores, durability);
  const failure = transaction.done.then(
    () => null,
    (cause: unknown) => ({ cause }),
  );
  try {
    const result = await act(transaction);
    const failed = await failure;
    if (failed) throw failed.cause;
    return result;
  } catch (cause) {
    abort(transaction);
    await failure;
    if (cause instanceof Error && !(cause instanceof DOMException)) throw cause;
    throw storageFault(transaction.error ?? cause);
  }
}

function begin<S extends DBSchema, N extends StoreNames<S>>(
  database: IDBPDatabase<S>,
  stores: N[],
  durability: "strict" | "relaxed",
) {
  try {
    return database.transaction(stores, "readwrite", { durability });
  } catch (cause) {
    throw storageFault(cause);
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It was over already: that is what we want.
  }
}
