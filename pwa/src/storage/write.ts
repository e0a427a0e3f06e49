/**
 * The one write of a clinician: mutations, the running clock and dropped drafts together.
 *
 * Encrypted first, then one strict transaction; "saved" may be said when it is complete.
 * Numbers are gap-free: another tab that was faster is noticed inside the transaction,
 * nothing of it stays, and the write is made anew with the next number.
 */
import type { NewMutation } from "../domain/types";
import type { Mutation, Queued, Sent, WriteOptions } from "./api";
import { utf8 } from "./bytes";
import { type Fact, type QueueRecord, strictly } from "./database";
import { StorageFault } from "./fault";
import { folded, foldTarget } from "./fold";
import { sealQueued } from "./queues";
import type { Work } from "./work";

/** The server takes no larger mutation, so it is refused where it is made. */
const MOST_BYTES = 128 * 1024;
const MOST_RACES = 20;

export interface InternalWriteOptions extends WriteOptions {
  /** Stops of the lock screen that these mutations stand for. */
  dropFacts?: readonly string[];
}

/** Another tab took the number or began to send what was to be folded. */
class Raced extends Error {}

interface Plan {
  first: number;
  next: number;
  queued: Queued[];
}

export async function writeMutations(
  work: Work,
  mutations: readonly NewMutation[],
  options: InternalWriteOptions,
  now: number,
): Promise<void> {
  for (let races = 0; races < MOST_RACES; races++) {
    const plan = planWrite(work, mutations, options);
    try {
      await commit(work, plan, options, now);
      return;
    } catch (cause) {
      if (!(cause instanceof Raced)) throw cause;
      await work.load();
    }
  }
  throw new StorageFault("aborted");
}

/** Number the mutations, fold section edits, and refuse what is too large. */
function planWrite(work: Work, mutations: readonly NewMutation[], { settles = [] }: WriteOptions): Plan {
  if (!settles.every((n) => work.queues.quarantine.some((one) => one.n === n))) {
    throw new StorageFault("aborted"); // decided in another tab, or on its way to the server again
  }
  const first = work.numbers.next_n;
  const plan: Plan = { first, next: first, queued: [] };
  for (const made of mutations) {
    const mutation = { ...made, depends_on: made.depends_on.map((id) => work.foldedInto.get(id) ?? id) };
    // a decision is on an older version: folded, it would take the place of newer words that wait
    const target = settles.length ? null : foldTarget(mutation, latest(work.queues.outbox, plan.queued));
    const full = target ? folded(target.mutation, mutation) : numbered(work, mutation, plan.next++);
    if (utf8(JSON.stringify(full)).length > MOST_BYTES) throw new StorageFault("too-big");
    if (target) work.foldedInto.set(mutation.id, full.id);
    plan.queued = [
      ...plan.queued.filter(({ n }) => n !== full.n),
      { n: full.n, mutation: full, sending: false, last: null },
    ];
  }
  return plan;
}

/** The envelope field by field: the server refuses any other. */
function numbered(work: Work, mutation: NewMutation, n: number): Mutation {
  const { id, kind, entity, base_version, depends_on, made_at, data } = mutation;
  const { clock_offset_ms } = work.numbers;
  return { id, n, kind, schema: 1, entity, base_version, depends_on, made_at, clock_offset_ms, data };
}

/** The outbox as it will be: planned ones in the place of those they replace. */
function latest(outbox: readonly Queued[], planned: readonly Queued[]): Queued[] {
  const kept = outbox.filter(({ n }) => !planned.some((other) => other.n === n));
  return [...kept, ...planned].sort((a, b) => a.n - b.n);
}

async function commit(work: Work, plan: Plan, options: InternalWriteOptions, now: number): Promise<void> {
  const settled = work.queues.quarantine.filter(({ n }) => options.settles?.includes(n));
  const sent = settled.map(({ n, mutation }) => ({ n, mutation, ...settledNow(now) }));
  const rewritten = (options.rewrites ?? []).map((mutation) => again(work, mutation));
  await store(work, plan, await sealing(work, plan.queued, sent, rewritten), options);
  work.numbers = { ...work.numbers, next_n: plan.next };
  work.queues = {
    ...work.queues,
    outbox: latest(latest(work.queues.outbox, rewritten), plan.queued),
    sent: [...work.queues.sent, ...sent],
    quarantine: work.queues.quarantine.filter((one) => !settled.includes(one)),
  };
  if (options.running !== undefined) work.running = options.running;
  work.stops = work.stops.filter(({ id }) => !options.dropFacts?.includes(id));
  for (const id of options.dropDrafts ?? []) work.drafts.delete(id);
}

interface Records {
  planned: QueueRecord[];
  settled: QueueRecord[];
  rewritten: QueueRecord[];
}

/** Encrypt everything at once. */
async function sealing(
  { keys }: Work,
  queued: readonly Queued[],
  sent: readonly Sent[],
  again: readonly Queued[],
): Promise<Records> {
  const waiting = ({ n, mutation }: Queued) => sealQueued(keys, "outbox", n, { mutation });
  const [planned, settled, rewritten] = await Promise.all([
    Promise.all(queued.map(waiting)),
    Promise.all(sent.map(({ n, ...inside }) => sealQueued(keys, "sent", n, inside))),
    Promise.all(again.map(waiting)),
  ]);
  return { planned, settled, rewritten };
}

/** What waits for a refused one was never applied: it goes again as if it had not been sent. */
function again(work: Work, mutation: Mutation): Queued {
  const known = work.queues.outbox.find(({ n }) => n === mutation.n);
  if (known?.mutation.id !== mutation.id) throw new StorageFault("aborted");
  return { n: mutation.n, mutation, sending: false, last: null };
}

function settledNow(now: number) {
  return { verdict: { verdict: "settled" as const }, sent_at: now, seq: null, after_pull: 0 };
}

function store(
  work: Work,
  { first, next, queued }: Plan,
  { planned, settled, rewritten }: Records,
  { running, dropDrafts = [], dropFacts = [], settles = [] }: InternalWriteOptions,
): Promise<void> {
  return strictly(work.database, ["outbox", "sent", "quarantine", "facts", "drafts", "meta"], async (tx) => {
    const [outbox, meta, facts] = [tx.objectStore("outbox"), tx.objectStore("meta"), tx.objectStore("facts")];
    const quarantine = tx.objectStore("quarantine");
    const numbers = (await meta.get("numbers")) ?? work.numbers;
    if (numbers.next_n !== first) throw new Raced();
    for (const { n } of queued.filter((folded) => folded.n < first)) {
      if ((await outbox.get(n))?.sending !== false) throw new Raced();
    }
    for (const { n } of rewritten) if (!(await outbox.getKey(n))) throw new Raced();
    for (const n of settles) if (!(await quarantine.getKey(n))) throw new Raced();
    const stored = Promise.all([
      ...[...planned, ...rewritten].map((record) => outbox.put({ ...record, sending: false })),
      ...settled.map((record) => tx.objectStore("sent").put(record)),
      ...settled.map(({ n }) => quarantine.delete(n)),
      ...dropDrafts.map((id) => tx.objectStore("drafts").delete(id)),
      ...dropFacts.map((id) => facts.delete(id)),
      meta.put({ ...numbers, next_n: next }),
      running && facts.put({ id: "running", ...running } as Fact),
      running === null && facts.delete("running"),
    ]);
    stored.catch(() => {}); // the transaction tells: it is not waited for each part of it
    tx.commit();
  });
}
