/**
 * Decisions on what sync could not settle: two versions that met, and what the server refused.
 *
 * Every choice is a new mutation on the version that stands on the server, and the
 * version that lost is kept in the history of its visit, in the same write.
 */
import { sha256 } from "../domain/canonical";
import { uuid7 } from "../domain/ids";
import { instant, localInstant } from "../domain/time";
import type { EntityName, NewMutation, SectionName } from "../domain/types";
import type { Conflict, Mutation, Plain, Quarantined } from "../storage";
import { fitting, type Named } from "./fitting";
import { made, versionOf } from "./made";
import { openVault, outbox, rows, running } from "./vault";

export type { Named };

interface Lost {
  entity: string;
  entityId: string;
  words: readonly Named[];
  /** Whose version it was; null: one's own. */
  by: string | null;
  at: string;
  tablet: string | null;
}

/** Words of a section that met on the server; `tablet` is where the other ones were written. */
export interface TheirWords {
  section: SectionName;
  text: string;
  tablet: string | null;
}

export function theirWords({ theirs }: Conflict): TheirWords {
  const { section, text, tablet } = theirs as { [name: string]: Plain };
  return {
    section: section as SectionName,
    text: String(text ?? ""),
    tablet: tablet ? String(tablet) : null,
  };
}

/** Let `text` stand in the section; whichever of the two versions it is not stays in the history. */
export async function chooseWords(one: Quarantined, because: Conflict, text: string): Promise<void> {
  const at = Date.now();
  const visitId = one.mutation.entity;
  const theirs = theirWords(because);
  const mine = String(one.mutation.data.text ?? "");
  const lost = { entity: "section", entityId: visitId };
  const keeps = [
    ...(mine.trim() && mine !== text
      ? [keeping(visitId, { ...lost, ...own(one), words: [{ name: theirs.section, text: mine }] }, at)]
      : []),
    ...(theirs.text.trim() && theirs.text !== text
      ? [
          keeping(
            visitId,
            { ...lost, ...others(because), words: [{ name: theirs.section, text: theirs.text }] },
            at,
          ),
        ]
      : []),
  ];
  const data = { section: theirs.section, text, base_hash: await sha256(theirs.text) };
  const edits =
    text === theirs.text
      ? []
      : [made("section.edit", visitId, data, at, { needs: [visitId], version: because.version })];
  await openVault().write([...edits, ...keeps], { settles: [one.n] });
}

/** Of a recorded row: record mine over theirs, which is kept. */
export function keepMine(one: Quarantined, because: Conflict, theirs: readonly Named[]): Promise<void> {
  const at = Date.now();
  const { kind, entity, data } = one.mutation;
  const first = (because.theirs as { id?: string } | null)?.id; // a colleague's response came first
  const mine = { ...again(one.mutation, data, at), entity: first ?? entity, base_version: because.version };
  const lost = { entity: entityOf(kind), entityId: first ?? entity, ...others(because), words: theirs };
  return openVault().write([mine, keeping(visitOf(one.mutation), lost, at)], { settles: [one.n] });
}

/** Let theirs stand; mine is kept. */
export function keepTheirs(one: Quarantined, mine: readonly Named[]): Promise<void> {
  const lost = {
    entity: entityOf(one.mutation.kind),
    entityId: one.mutation.entity,
    ...own(one),
    words: mine,
  };
  return openVault().write([keeping(visitOf(one.mutation), lost, Date.now())], { settles: [one.n] });
}

/** Send what was refused again, with `data` as it is now; what waited for it waits for the new one. */
export function resend(one: Quarantined, data: Record<string, unknown>): Promise<void> {
  const fresh = again(one.mutation, data, Date.now());
  const rewrites = waitingFor(one.mutation.id).map((mutation) => ({
    ...mutation,
    depends_on: mutation.depends_on.map((id) => (id === one.mutation.id ? fresh.id : id)),
  }));
  return openVault().write([fresh], { settles: [one.n], rewrites });
}

/**
 * Whether it can be done without.
 *
 * Not the only copy there is. Not a start that the server never took while words wait for it: kept under a visit
 * that the server does not know, they would wait there for ever, on no screen.
 */
export function canWithdraw({ mutation: { id, kind, entity }, because }: Quarantined): boolean {
  if (isOnlyHere(because)) return false;
  if (kind !== "visit.start" || versionOf("visit", entity) > 0) return true;
  // what was written after the refusal names the visit, but waits for no start
  return waitingFor(id).length === 0 && outbox.value.every(({ mutation }) => visitOf(mutation) !== entity);
}

/** Whether the server refused the message and has no copy of what it said. */
export function isOnlyHere(because: Quarantined["because"]): boolean {
  return because.verdict === "rejected" && because.only_here === true;
}

/** Do without what was refused. What waited for it cannot be done either: its words are kept instead. */
export async function withdraw(one: Quarantined, wordsOf: (mutation: Mutation) => Named[]): Promise<void> {
  if (!canWithdraw(one))
    throw new Error("what would be lost or leave words without a visit is not withdrawn");
  const visitId = visitOf(one.mutation);
  const rewrites = waitingFor(one.mutation.id).map((mutation) => {
    const lost = { entity: entityOf(mutation.kind), entityId: mutation.entity, words: wordsOf(mutation) };
    const { kind, entity, data } = keeping(
      visitId,
      { ...lost, by: null, at: mutation.made_at, tablet: null },
      Date.now(),
    );
    return { ...mutation, kind, entity, data, base_version: 0, depends_on: [] };
  });
  return openVault().write([], { settles: [one.n], rewrites });
}

/**
 * Leave what waits for a refused start with the supervisors: without its visit it could go nowhere else.
 *
 * Each of them keeps its number; nothing of it is done, all its words are kept on the server.
 */
export async function leave(
  one: Quarantined,
  wordsOf: (mutation: Mutation) => readonly Named[],
): Promise<void> {
  if (isOnlyHere(one.because)) throw new Error("the only copy of a start is not left");
  if (clockRunsIn(one)) throw new Error("a visit whose clock runs is not left");
  const at = Date.now();
  const rewrites = behind(one).map((mutation) => {
    const data = {
      visit_id: one.mutation.entity,
      of: mutation.kind,
      words: said(entityOf(mutation.kind), wordsOf(mutation)),
      recorded_at: instant(Date.parse(mutation.made_at)),
      left_at: instant(at),
    };
    const { kind, entity } = made("words.leave", uuid7(at), data, at);
    return { ...mutation, kind, entity, data, base_version: 0, depends_on: [] };
  });
  return openVault().write([], { settles: [one.n], rewrites });
}

/** Whether the clock runs in the visit of a refused start. */
export function clockRunsIn({ mutation }: Quarantined): boolean {
  return running.value?.visit_id === mutation.entity;
}

/** What waits for a refused start: changes that depend on it, and those that name its visit. */
export function behind({ mutation: { id, entity } }: Quarantined): Mutation[] {
  const waiting = new Set(waitingFor(id));
  return outbox.value
    .map(({ mutation }) => mutation)
    .filter((mutation) => waiting.has(mutation) || visitOf(mutation) === entity);
}

/** Queued changes that cannot go before this one, and those behind them. */
export function waitingFor(id: string): Mutation[] {
  const waiting: Mutation[] = [];
  const ids = new Set([id]);
  for (const { mutation } of outbox.value) {
    if (!mutation.depends_on.some((one) => ids.has(one))) continue;
    ids.add(mutation.id);
    waiting.push(mutation);
  }
  return waiting;
}

/** The visit that a mutation is about. */
export function visitOf({ kind, entity, data }: Mutation): string {
  if (typeof data.visit_id === "string") return data.visit_id;
  const known = rows.value;
  const intervention = known.intervention.get(String(data.intervention_id ?? ""));
  if (intervention) return intervention.visit_id;
  const table = known[entityOf(kind) as EntityName] as ReadonlyMap<string, { visit_id?: string }> | undefined;
  return table?.get(entity)?.visit_id ?? entity;
}

/** What the server takes: not nothing, also of a removal, and every word of what there is. */
function said(entity: string, words: readonly Named[]): Named[] {
  return words.length > 0 ? fitting(words) : [{ name: entity, text: "-" }];
}

function entityOf(kind: string): string {
  return kind.slice(0, kind.indexOf("."));
}

function again(
  { kind, entity, base_version }: Mutation,
  data: Record<string, unknown>,
  at: number,
): NewMutation {
  return {
    id: uuid7(at),
    kind,
    entity,
    base_version: Math.max(base_version, rowVersion(kind, entity)),
    depends_on: [],
    made_at: localInstant(at),
    data,
  };
}

function rowVersion(kind: string, entity: string): number {
  const name = entityOf(kind) as EntityName;
  return name in rows.value ? versionOf(name, entity) : 0;
}

function own({ mutation }: Quarantined) {
  return { by: null, at: mutation.made_at, tablet: null };
}

function others({ by, at, theirs }: Conflict) {
  const { tablet } = (theirs ?? {}) as { tablet?: Plain };
  return { by: by || null, at: at || instant(Date.now()), tablet: tablet ? String(tablet) : null };
}

function keeping(
  visitId: string,
  { entity, entityId, words, by, at, tablet }: Lost,
  now: number,
): NewMutation {
  const data = {
    visit_id: visitId,
    entity,
    entity_id: entityId,
    words: said(entity, words),
    by,
    at: instant(Date.parse(at)),
    tablet,
    kept_at: instant(now),
  };
  return made("words.keep", uuid7(now), data, now, { needs: [visitId] });
}
