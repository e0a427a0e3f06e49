/**
 * The work of one unlocked person in memory: queues, drafts, the running clock.
 *
 * Memory follows the database: it changes only after a transaction is complete.
 * Everything that writes goes through `serial`, one after the other.
 */
import type { Plain, RunningFact, StopFact } from "./api";
import { place, seal, unseal } from "./cipher";
import { type DraftRecord, type Fact, type Numbers, strictly, type WorkDatabase } from "./database";
import type { Lease } from "./keys/records";
import { openQueues, type QueueKeys, type Queues, readable, readQueues } from "./queues";
import type { Receipt } from "./receipts";

export interface WorkKeys extends QueueKeys {
  recordKey: CryptoKey;
}

export type LockedStop = { id: string } & StopFact;

export class Work {
  queues: Queues = { outbox: [], sent: [], quarantine: [], unreadable: 0, sealed: 0 };
  drafts = new Map<string, Plain>();
  running: RunningFact | null = null;
  stops: LockedStop[] = [];
  numbers: Numbers = noNumbers();
  /** What comparing sent mutations with the base has shown, by their numbers. */
  readonly receipts = new Map<number, Receipt>();
  /** Ids of folded mutations and what they became, for `depends_on` of later ones. */
  readonly foldedInto = new Map<string, string>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly database: WorkDatabase,
    readonly keys: WorkKeys,
  ) {}

  /** Run `act` after everything asked for before it has ended, well or badly. */
  serial<T>(act: () => Promise<T>): Promise<T> {
    const run = this.last.then(act, act);
    this.last = run.catch(() => {});
    return run;
  }

  /** Read everything again, after another tab has written. */
  async load(): Promise<void> {
    const notFinal = new Map(this.queues.outbox.map(({ n, last }) => [n, last]));
    const tx = this.database.transaction([
      "outbox",
      "sent",
      "quarantine",
      "sealed",
      "facts",
      "drafts",
      "meta",
    ]);
    const [records, facts, drafts, numbers] = await Promise.all([
      readQueues(tx),
      tx.objectStore("facts").getAll(),
      tx.objectStore("drafts").getAll(),
      tx.objectStore("meta").get("numbers"),
    ]);
    const [queues, opened] = await Promise.all([openQueues(this.keys, records), this.openDrafts(drafts)]);
    for (const queued of queues.outbox) queued.last = notFinal.get(queued.n) ?? null;
    this.drafts = opened;
    this.numbers = numbers ?? noNumbers();
    this.queues = queues;
    this.running = runningOf(facts.find(isRunning));
    this.stops = facts.filter((fact): fact is LockedStop => !isRunning(fact));
  }

  async saveDraft(id: string, value: Plain): Promise<void> {
    const sealed = await seal(this.keys.recordKey, this.draftPlace(id), value);
    await strictly(this.database, ["drafts"], async (tx) => {
      await tx.objectStore("drafts").put({ id, ...sealed });
    });
    this.drafts.set(id, value);
  }

  async dropDraft(id: string): Promise<void> {
    await strictly(this.database, ["drafts"], async (tx) => {
      await tx.objectStore("drafts").delete(id);
    });
    this.drafts.delete(id);
  }

  /** Change counters (and the lease with them) on top of what another tab may have changed. */
  async putNumbers(change: (numbers: Numbers) => Partial<Numbers>, lease?: Lease): Promise<void> {
    this.numbers = await strictly(this.database, ["meta", "keys"], async (tx) => {
      const known = (await tx.objectStore("meta").get("numbers")) ?? noNumbers();
      const numbers = { ...known, ...change(known) };
      await tx.objectStore("meta").put(numbers);
      if (lease) await tx.objectStore("keys").put(lease);
      return numbers;
    });
  }

  private async openDrafts(records: readonly DraftRecord[]): Promise<Map<string, Plain>> {
    const opened = await readable(records, async (record) => {
      const value = await unseal<Plain>(this.keys.recordKey, this.draftPlace(record.id), record);
      return [record.id, value] as const;
    });
    return new Map(opened);
  }

  private draftPlace(id: string): string {
    return place(this.keys.person, "drafts", id);
  }
}

export function noNumbers(): Numbers {
  return { id: "numbers", next_n: 1, epoch: null, clock_offset_ms: 0, last_contact_at: null, pulls: 0 };
}

export function isRunning(fact: Fact): fact is { id: "running" } & RunningFact {
  return fact.id === "running";
}

/** The clock without the key it is stored under. */
export function runningOf(fact: Fact | undefined): RunningFact | null {
  if (!fact || !isRunning(fact)) return null;
  const { id: _, ...running } = fact;
  return running;
}
