/**
 * Time that a stretch shares with other visits of the same clinician.
 *
 * One-to-one time counts for one patient. Billing finds what was stored all the same; here it is
 * found where somebody edits it.
 */
import { having } from "./having";
import { type EffectiveSegment, segmentsOf } from "./segment";
import { type Span, spanOf } from "./timeline";
import type { Rows } from "./types";

/** Shorter than this is the same tap, told in whole seconds. */
const LEAST_MS = 1000;
/** A stretch may run over midnight, a visit may be dated by the first of them. */
const NEAR_MS = 36 * 3_600_000;

export interface Shared {
  segment: EffectiveSegment;
  /** What of it is shared, in ms. */
  from: number;
  to: number;
}

/** What of a span counts in other visits of a clinician too, the earliest first. `now` in ms. */
export function sharedElsewhere(
  rows: Rows,
  visitId: string,
  clinicianId: string,
  span: Span,
  now: number,
): Shared[] {
  const to = span.to ?? now;
  return segmentsOf(rows, visitsNear(rows, visitId, clinicianId, span))
    .filter((one) => one.clinician_id === clinicianId)
    .map((segment) => {
      const other = spanOf(segment);
      return { segment, from: Math.max(span.from, other.from), to: Math.min(to, other.to ?? now) };
    })
    .filter((one) => one.to - one.from >= LEAST_MS)
    .sort((a, b) => a.from - b.from);
}

function visitsNear(rows: Rows, visitId: string, clinicianId: string, span: Span): Set<string> {
  const ids = new Set(having(rows.segment, "clinician_id", clinicianId).map((one) => one.visit_id));
  ids.delete(visitId);
  return new Set(
    [...ids].filter((id) => {
      const visit = rows.visit.get(id);
      return visit && visit.status !== "void" && Math.abs(Date.parse(visit.started_at) - span.from) < NEAR_MS;
    }),
  );
}
