/**
 * Counting a dose: sets × reps × hold × rest, from the instants at which somebody tapped.
 *
 * Facts are instants, never ticks: what they add up to is the same after a reload, a
 * lock or a sleep. Instants are milliseconds, lengths seconds. Nothing here is treatment time.
 */
import type { Dose } from "./types";

/** What the clinician set for the dose; null where it is open. */
export type Plan = {
  sets: number | null;
  reps: number | null;
  hold_seconds: number | null;
  rest_seconds: number | null;
};

/** A tap: it counts, or begins a hold, or ends one early. "set" ends the set by hand. */
export type Fact = {
  kind: "tap" | "set";
  at: number;
};

export interface Tally {
  /** Reps of each finished set. */
  sets: number[];
  /** Reps of the set under way. */
  reps: number;
  /** Whole seconds of each hold that counted. */
  holds: number[];
  holding: { from: number; to: number } | null;
  resting: { from: number; to: number } | null;
  /** All sets of the plan are done. */
  complete: boolean;
  /** Of facts and what followed from them by itself. */
  last: number | null;
}

/** Add the facts up; a hold whose time has passed counts by itself. `now` in ms. */
export function tallyOf(plan: Plan, facts: readonly Fact[], now: number): Tally {
  const tally: Tally = {
    sets: [],
    reps: 0,
    holds: [],
    holding: null,
    resting: null,
    complete: false,
    last: null,
  };
  for (const fact of facts) {
    endHold(tally, plan, fact.at);
    if (tally.complete) break;
    if (fact.kind === "tap") tap(tally, plan, fact.at);
    else if (tally.holding) release(tally, plan, fact.at);
    if (fact.kind === "set") endSet(tally, plan, fact.at);
    tally.last = fact.at;
  }
  endHold(tally, plan, now);
  if (tally.resting && (tally.complete || now >= tally.resting.to)) tally.resting = null;
  return tally;
}

function tap(tally: Tally, plan: Plan, at: number): void {
  tally.resting = null;
  if (tally.holding) release(tally, plan, at);
  else if (plan.hold_seconds) tally.holding = { from: at, to: at + plan.hold_seconds * 1000 };
  else count(tally, plan, at);
}

/** A hold that ends early counts with the seconds that it lasted. */
function release(tally: Tally, plan: Plan, at: number): void {
  if (!tally.holding) return;
  tally.holds.push(Math.floor((at - tally.holding.from) / 1000));
  count(tally, plan, at);
}

function endHold(tally: Tally, plan: Plan, now: number): void {
  if (!tally.holding || !plan.hold_seconds || now < tally.holding.to) return;
  const { to } = tally.holding;
  tally.holds.push(plan.hold_seconds);
  count(tally, plan, to);
}

function count(tally: Tally, plan: Plan, at: number): void {
  tally.holding = null;
  tally.reps += 1;
  tally.last = at;
  if (plan.reps !== null && tally.reps >= plan.reps) endSet(tally, plan, at);
}

function endSet(tally: Tally, plan: Plan, at: number): void {
  if (tally.reps === 0) return;
  tally.sets.push(tally.reps);
  tally.reps = 0;
  tally.complete = plan.sets !== null && tally.sets.length >= plan.sets;
  tally.resting = plan.rest_seconds ? { from: at, to: at + plan.rest_seconds * 1000 } : null;
}

/** When the next hold or rest is over by itself; null when nothing is awaited. */
export function nextCue({ holding, resting }: Tally): { kind: "hold" | "rest"; at: number } | null {
  if (holding) return { kind: "hold", at: holding.to };
  return resting ? { kind: "rest", at: resting.to } : null;
}

/** The dose that was counted: what most sets and holds were. Empty while nothing was counted. */
export function countedDose(plan: Plan, tally: Tally): Dose {
  const sets = tally.reps > 0 ? [...tally.sets, tally.reps] : tally.sets;
  const reps = mostly(sets);
  if (reps === null) return {};
  const hold = mostly(tally.holds);
  const rested = plan.rest_seconds && sets.length > 1;
  return {
    sets: sets.length,
    reps,
    ...(hold === null || hold === 0 ? {} : { hold_seconds: hold }),
    ...(rested ? { rest_seconds: plan.rest_seconds ?? 0 } : {}),
  };
}

/** The number that comes most often, of equals the smaller. */
function mostly(numbers: readonly number[]): number | null {
  const times = new Map<number, number>();
  for (const one of numbers) times.set(one, (times.get(one) ?? 0) + 1);
  const [found] = [...times].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return found?.[0] ?? null;
}
