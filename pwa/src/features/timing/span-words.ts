/** A span as it is typed: reading it, and the words for why it cannot be. */
import type { EffectiveSegment } from "../../domain/segment";
import { type Edge, type Span, spanFault, spanOf, touching } from "../../domain/timeline";
import { timeOf } from "../../state/patients";
import { zone } from "../../state/vault";
import { words as w } from "../../words";
import { instantOf, typedTime } from "./typed-time";

export interface Typed {
  start: string;
  end: string;
}

/** What is said at a field. */
export type SpanWords = Partial<Record<Edge, string>>;

export function typedOf(span: Span): Typed {
  return {
    start: typedTime(zone.value, span.from),
    end: span.to === null ? "" : typedTime(zone.value, span.to),
  };
}

/** "97112, 9:18 – 9:27 · Therapist · corrected". */
export function spanText(one: EffectiveSegment): string {
  const end = one.ended_at === null ? w.time.running : timeOf(one.ended_at);
  const provenance = one.provenance === "timed" ? "" : ` · ${w.provenance[one.provenance]}`;
  return `${one.code}, ${timeOf(one.started_at)} – ${end} · ${w.performer[one.performer]}${provenance}`;
}

/** The span that was typed, near the one that stands; what was not changed keeps its milliseconds. */
export function readSpan(typed: Typed, stands: Span): Span | SpanWords {
  const known = typedOf(stands);
  const from = typed.start === known.start ? stands.from : instantOf(zone.value, typed.start, stands.from);
  if (from === null) return { start: w.correct.startUnreadable };
  if (typed.end === known.end) return { from, to: stands.to };
  const to = instantOf(zone.value, typed.end, stands.to ?? Math.max(stands.from, from));
  return to === null ? { end: w.correct.endUnreadable } : { from, to };
}

export function isSpan(read: Span | SpanWords): read is Span {
  return "from" in read;
}

/** The span put on its neighbours' edges, or the words for why it cannot be. */
export function fitting(span: Span, others: readonly EffectiveSegment[], now: number): Span | SpanWords {
  const put = touching(span, others.map(spanOf));
  const fault = spanFault(put, others, now);
  if (!fault) return put;
  const says = fault.kind === "overlaps" ? w.correct.overlaps(spanText(fault.other)) : w.correct[fault.kind];
  return { [fault.field]: says };
}
