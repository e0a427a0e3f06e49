/**
 * Segments: unbroken stretches of treatment under one code.
 *
 * What was recorded is never changed. A correction stands beside it, and the
 * effective segment is the recorded one with its corrections laid over in order.
 */
import { having } from "./having";
import { at } from "./time";
import type { CorrectionRow, PauseReason, Provenance, Rows, SegmentRow } from "./types";

/** A segment as it counts, with what was first recorded. */
export interface EffectiveSegment extends SegmentRow {
  recorded: SegmentRow;
  corrections: CorrectionRow[];
  removed: boolean;
}

/** Lay the corrections of one segment over it, oldest first. */
export function effective(recorded: SegmentRow, corrections: readonly CorrectionRow[]): EffectiveSegment {
  const ordered = [...corrections].sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
  const segment: EffectiveSegment = { ...recorded, recorded, corrections: ordered, removed: false };
  for (const correction of ordered) {
    if (correction.started_at !== null) segment.started_at = correction.started_at;
    if (correction.ended_at !== null) segment.ended_at = correction.ended_at;
    if (correction.code !== null) segment.code = correction.code;
    if (correction.performer !== null) segment.performer = correction.performer;
    segment.removed = correction.remove;
    segment.provenance = "corrected" satisfies Provenance;
  }
  return segment;
}

/** All effective segments of some visits, by start. Removed ones are left out. */
export function segmentsOf(rows: Rows, visitIds: ReadonlySet<string>): EffectiveSegment[] {
  const corrections = new Map<string, CorrectionRow[]>();
  const ids = [...visitIds];
  for (const correction of ids.flatMap((id) => having(rows.correction, "visit_id", id))) {
    corrections.set(correction.segment_id, [...(corrections.get(correction.segment_id) ?? []), correction]);
  }
  return ids
    .flatMap((id) => having(rows.segment, "visit_id", id))
    .map((segment) => effective(segment, corrections.get(segment.id) ?? []))
    .filter((segment) => !segment.removed)
    .sort((a, b) => a.started_at.localeCompare(b.started_at) || a.id.localeCompare(b.id));
}

/** Why a segment was paused, as it was said last; null when nobody said. */
export function pauseReason(rows: Rows, segment: SegmentRow): PauseReason | null {
  const said = [...having(rows.pause, "segment_id", segment.id)];
  said.sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
  return said.at(-1)?.reason ?? segment.pause_reason;
}

/** The segment that a clinician is running now, in any visit. */
export function runningSegment(rows: Rows, clinicianId: string): SegmentRow | null {
  let latest: SegmentRow | null = null;
  for (const segment of rows.segment.values()) {
    if (segment.clinician_id !== clinicianId || segment.ended_at !== null) continue;
    if (rows.visit.get(segment.visit_id)?.status === "void") continue;
    if (latest === null || segment.started_at > latest.started_at) latest = segment;
  }
  return latest;
}

/** Seconds from start to end; a running segment counts to `now` (milliseconds). Never negative. */
export function seconds(segment: SegmentRow, now: number): number {
  const end = segment.ended_at === null ? now : at(segment.ended_at);
  return Math.max(0, Math.floor((end - at(segment.started_at)) / 1000));
}
