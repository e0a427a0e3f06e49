/**
 * Time that the clinician may not have meant, and what speaks for when it really ended.
 *
 * Nothing is corrected by itself: each doubt names its cause and proposes ends from
 * evidence; whoever treats decides, also to keep it as it is. Instants are milliseconds.
 */
import type { EffectiveSegment } from "./segment";
import { dayIn, zoneOffset } from "./time";
import { type Span, spanOf } from "./timeline";

export type Cause = "forgotten" | "killed" | "slept" | "clock-set" | "midnight" | "dst";
export type ProposalKind =
  | "last-touch"
  | "last-seen"
  | "next-start"
  | "visit-end"
  | "planned-end"
  | "counted";

/** Time that passed unseen by this tablet's app. */
export interface Gap {
  kind: "killed" | "slept" | "clock-set";
  from: number;
  to: number;
  /** How long the app's own counter ran meanwhile, which no clock setting changes. */
  ran: number;
}

/** What else is known about the time. */
export interface Evidence {
  gaps: readonly Gap[];
  /** When the tablet was touched, oldest first, about once a minute. */
  touches: readonly number[];
  /** When this clinician started codes, in any visit. */
  starts: readonly number[];
  visitEnd: number | null;
  plannedEnd: number | null;
}

/** An end that could be the true one. */
export interface Proposal {
  kind: ProposalKind;
  at: number;
}

export interface Doubt {
  /** Stays the same until it is decided. */
  key: string;
  segment: EffectiveSegment;
  cause: Cause;
  /** What happened from when to when. */
  from: number;
  to: number;
  proposals: Proposal[];
}

const LONG_MS = 4 * 3_600_000;
const SILENCE_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

/** All doubts about one clinician's segments, by start. `zone` is the clinic's, `now` in ms. */
export function doubtsOf(
  segments: readonly EffectiveSegment[],
  evidence: Evidence,
  zone: string,
  now: number,
): Doubt[] {
  return segments.flatMap((segment) => {
    const span = spanOf(segment);
    const to = span.to ?? now;
    const found: Doubt[] = [];
    const doubt = (cause: Cause, from: number, until: number, gap: Gap | null = null) =>
      found.push({
        key: gap ? `gap:${segment.id}:${gap.to}` : `${cause}:${segment.id}`,
        segment,
        cause,
        from,
        to: until,
        proposals: proposals(span, evidence, gap, now),
      });
    for (const gap of evidence.gaps.filter((one) => meets(one, span, now))) {
      doubt(gap.kind, gap.from, gap.to, gap);
    }
    if (to - span.from >= LONG_MS) doubt("forgotten", span.from, to);
    else if (dayIn(zone, span.from) !== dayIn(zone, to)) doubt("midnight", span.from, to);
    if (zoneOffset(zone, span.from) !== zoneOffset(zone, to)) doubt("dst", span.from, to);
    return found;
  });
}

/**
 * Whether a segment ran while the time passed unseen; a clock may also have been set back.
 *
 * Then a stop between that and the next look ends, by the new clock, before the look: by at most what the
 * counter ran meanwhile.
 */
function meets(gap: Gap, { from, to }: Span, now: number): boolean {
  const [first, last] = [Math.min(gap.from, gap.to), Math.max(gap.from, gap.to)];
  const unlooked = gap.to < gap.from ? gap.ran : 0;
  return from < last && (to ?? now) > first - unlooked;
}

/** Ends that evidence speaks for, the earliest first: within the segment, each minute once. */
function proposals(span: Span, evidence: Evidence, gap: Gap | null, now: number): Proposal[] {
  const end = span.to ?? now;
  const offered: (Proposal | null)[] = [
    gap?.kind === "clock-set" ? { kind: "counted", at: end - (gap.to - gap.from - gap.ran) } : null,
    gap && gap.kind !== "clock-set" ? { kind: "last-seen", at: gap.from } : null,
    lastTouch(span.from, end, evidence.touches),
    next("next-start", span.from, evidence.starts),
    evidence.visitEnd === null ? null : { kind: "visit-end", at: evidence.visitEnd },
    evidence.plannedEnd === null ? null : { kind: "planned-end", at: evidence.plannedEnd },
  ];
  const minutes = new Set<number>();
  return offered
    .filter((one) => one !== null && one.at >= span.from + 1000 && one.at < end)
    .filter((one): one is Proposal => one !== null && fresh(minutes, one.at))
    .sort((a, b) => a.at - b.at);
}

function fresh(minutes: Set<number>, at: number): boolean {
  const minute = Math.floor(at / MINUTE_MS);
  if (minutes.has(minute)) return false;
  minutes.add(minute);
  return true;
}

/** The touch before the longest silence, when that silence is long. */
function lastTouch(from: number, to: number, touches: readonly number[]): Proposal | null {
  const points = touches.filter((one) => one > from && one < to);
  let found: Proposal | null = null;
  let longest = SILENCE_MS;
  points.forEach((one, i) => {
    const silence = (points[i + 1] ?? to) - one;
    if (silence < longest) return;
    longest = silence;
    found = { kind: "last-touch", at: one };
  });
  return found;
}

function next(kind: ProposalKind, after: number, instants: readonly number[]): Proposal | null {
  const later = instants.filter((one) => one > after);
  return later.length > 0 ? { kind, at: Math.min(...later) } : null;
}
