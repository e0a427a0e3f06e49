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

/** Of work and base. A step to the next copies and never deletes: the outbox outlives schemas. */
const VERSION = 1;

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
}

export interface WorkSchema extends DBSchema {
  keys: { key: string; value: KeyRecords[keyof KeyRecords] };
  outbox: { key: number; value: QueueRecord };
  sent: { key: number; value: QueueRecord };
  quarantine: { key: number; value: QueueRecord };
  sealed: { key: [string, string, number]; value: SealedRecord };
  facts: { key: string; value: Fact };
  drafts: { key: string; value: Sealed & { id: string } };
  meta: { key: string; value: Numbers };
}

export interface RowRecord extends Sealed {
  entity: string;
  id: string;
  version: number;
  epoch: string;
}

export interface BaseSchema extends DBSchema {
  rows: { key: [string, string]; value: RowRecord };
  meta: { key: string; value: Sealed & { id: string } };
}

export type WorkDatabase = IDBPDatabase<WorkSchema>;
export type BaseDatabase = IDBPDatabase<BaseSchema>;

/** Hears that a database was closed from outside: deleted with its keys, or wanted by a newer version. */
export type Lost = (why: "shredded" | "elsewhere") => void;

/** Open the work database; `lost` is called when it is closed from outside. */
export function openWork(person: string, lost: Lost = () => {}): Promise<WorkDatabase> {
  return open<WorkSchema>(`kinesync-work-${person}`, VERSION, lost, (database) => {
    database.createObjectStore("keys", { keyPath: "id" });
    for (const queue of ["outbox", "sent", "quarantine"] as const) {
      database.createObjectStore(queue, { keyPath: "n" });
    }
    database.createObjectStore("sealed", { keyPath: ["device_id", "store", "n"] });
    database.createObjectStore("facts", { keyPath: "id" });
    database.createObjectStore("drafts", { keyPath: "id" });
    database.createObjectStore("meta", { keyPath: "id" });
  });
}

export function openBase(person: string, lost: Lost = () => {}): Promise<BaseDatabase> {
  return open<BaseSchema>(`kinesync-base-${person}`, VERSION, lost, (database) => {
    database.createObjectStore("rows", { keyPath: ["entity", "id"] });
    database.createObjectStore("meta", { keyPath: "id" });
  });
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
  version: number,
  lost: Lost,
  create: (database: IDBPDatabase<S>) => void,
): Promise<IDBPDatabase<S>> {
  return new Promise((resolve, reject) => {
    let givenUp = false;
    openDB<S>(name, version, {
      upgrade: (database) => create(database),
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
export async function strictly<S extends DBSchema, N extends StoreNames<S>, T>(
  database: IDBPDatabase<S>,
  stores: N[],
  act: (transaction: IDBPTransaction<S, N[], "readwrite">) => Promise<T>,
): Promise<T> {
  const transaction = begin(database, stores);
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

function begin<S extends DBSchema, N extends StoreNames<S>>(database: IDBPDatabase<S>, stores: N[]) {
  try {
    return database.transaction(stores, "readwrite", { durability: "strict" });
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
