/**
 * Moving the edges of a segment: where they may go, where they snap, and why a span cannot be.
 *
 * Instants are milliseconds since 1970. What is typed has whole seconds while clocks have
 * milliseconds, so an edge typed in the second of a neighbour's edge means that very edge.
 */
import type { EffectiveSegment } from "./segment";
import type { CorrectionRow, Performer, SegmentRow } from "./types";

export type Edge = "start" | "end";

/** From a start to an end; null runs still. */
export interface Span {
  from: number;
  to: number | null;
}

/** Why a span cannot be, and at which field that is said. */
export type SpanFault =
  | { field: Edge; kind: "backwards" | "future" }
  | { field: Edge; kind: "overlaps"; other: EffectiveSegment };

export const MINUTE_MS = 60_000;
const LEAST_MS = 1000;
/** So near a neighbour's edge, that edge is meant. */
const MAGNET_MS = 45_000;

export function spanOf(segment: Pick<SegmentRow, "started_at" | "ended_at">): Span {
  return {
    from: Date.parse(segment.started_at),
    to: segment.ended_at === null ? null : Date.parse(segment.ended_at),
  };
}

/** The other segments of one clinician: one-on-one stretches cannot share time. */
export function othersOf(
  all: readonly EffectiveSegment[],
  clinicianId: string,
  id: string | null,
): EffectiveSegment[] {
  return all.filter((one) => one.id !== id && one.clinician_id === clinicianId);
}

/** Between which instants an edge may stand, with the other edge and the neighbours where they are. */
export function limits(edge: Edge, span: Span, others: readonly Span[], now: number): [number, number] {
  const to = span.to ?? now;
  const before = others.map((one) => one.to ?? now).filter((end) => end <= span.from);
  const after = others.map((one) => one.from).filter((from) => from >= to);
  return edge === "start"
    ? [Math.max(Number.NEGATIVE_INFINITY, ...before), to - LEAST_MS]
    : [span.from + LEAST_MS, Math.min(now, ...after)];
}

/** Where an edge comes to stand that is dragged to `at`: on a near neighbour's edge, else on a whole minute. */
export function dragged(edge: Edge, at: number, span: Span, others: readonly Span[], now: number): number {
  const edges = others.flatMap((one) => (one.to === null ? [one.from] : [one.from, one.to]));
  const near = edges
    .filter((one) => Math.abs(one - at) <= MAGNET_MS)
    .sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
  return within(limits(edge, span, others, now), near ?? Math.round(at / MINUTE_MS) * MINUTE_MS);
}

/** Where an edge comes to stand that a key moves by some minutes. */
export function stepped(
  edge: Edge,
  minutes: number,
  span: Span,
  others: readonly Span[],
  now: number,
): number {
  const at = edge === "start" ? span.from : (span.to ?? now);
  return within(limits(edge, span, others, now), at + minutes * MINUTE_MS);
}

function within([least, most]: [number, number], at: number): number {
  return Math.max(least, Math.min(most, at));
}

/** The span with edges that were typed in a neighbour's second put on that neighbour's edge. */
export function touching(span: Span, others: readonly Span[]): Span {
  const same = (a: number, b: number | null) => b !== null && Math.floor(a / 1000) === Math.floor(b / 1000);
  const ends = others.map((one) => one.to);
  const starts = others.map((one) => one.from);
  return {
    from: ends.find((end) => same(span.from, end)) ?? span.from,
    to: span.to === null ? null : (starts.find((start) => same(span.to as number, start)) ?? span.to),
  };
}

/** Why a span cannot be, or null. `now` in ms. */
export function spanFault(span: Span, others: readonly EffectiveSegment[], now: number): SpanFault | null {
  if (span.from > now) return { field: "start", kind: "future" };
  if (span.to !== null && span.to > now) return { field: "end", kind: "future" };
  if (span.to !== null && span.to <= span.from) return { field: "end", kind: "backwards" };
  const to = span.to ?? Number.POSITIVE_INFINITY;
  for (const other of others) {
    const { from, to: until } = spanOf(other);
    const end = until ?? Number.POSITIVE_INFINITY;
    if (from >= to || end <= span.from) continue;
    return { field: span.from >= from && span.from < end ? "start" : "end", kind: "overlaps", other };
  }
  return null;
}

/** What a segment was before one of its corrections. */
export interface Earlier {
  correction: CorrectionRow;
  started_at: string;
  ended_at: string | null;
  code: string;
  performer: Performer;
}

/** Each correction with what stood there before it, the oldest first. */
export function history({ recorded, corrections }: EffectiveSegment): Earlier[] {
  let { started_at, ended_at, code, performer } = recorded;
  return corrections.map((correction) => {
    const before = { correction, started_at, ended_at, code, performer };
    started_at = correction.started_at ?? started_at;
    ended_at = correction.ended_at ?? ended_at;
    code = correction.code ?? code;
    performer = correction.performer ?? performer;
    return before;
  });
}

/** Treated time that nobody timed may lie here: gaps of a minute and more since the visit began. */
export function gapsBetween(
  segments: readonly EffectiveSegment[],
  began: number,
  now: number,
): { from: number; to: number }[] {
  const spans = segments.map(spanOf).sort((a, b) => a.from - b.from);
  const gaps: { from: number; to: number }[] = [];
  let until = began;
  for (const one of [...spans, { from: now, to: now }]) {
    if (one.from - until >= MINUTE_MS) gaps.push({ from: until, to: one.from });
    until = Math.max(until, one.to ?? now);
  }
  return gaps;
}
