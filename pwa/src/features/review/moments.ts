/** What happened in a visit, in order: the replay that a reviewer steps through. */
import { doseCircumstances, doseFigures } from "../../domain/dose";
import { at, clockSeconds, lengthText } from "../../domain/time";
import type { InterventionRow, Provenance, SegmentRow } from "../../domain/types";
import { desk as words } from "../../words/desk";
import type { ReviewedSegment, ReviewPageData } from "./api";

export type MomentKind = "clock" | "pause" | "people" | "pen" | "stop";

export interface Moment {
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  kind: MomentKind;
  text: string;
  second: string;
  provenance: Provenance | null;
  /** Rows that this moment is about: signed sentences name them. */
  from: string[];
  /** What a comment on this moment is on. */
  field: string;
}

/** All moments by time. Times read in the visit's zone. */
export function moments(data: ReviewPageData, zone: string): Moment[] {
  const name = (id: string) => data.clinicians.find((one) => one.id === id);
  const who = (id: string) => [name(id)?.name, name(id)?.credentials].filter(Boolean).join(", ");
  const found = [
    ...data.segments.flatMap((one) =>
      segmentMoments(withReason(one, data), nextStart(data.segments, one), who(one.clinician_id), zone),
    ),
    ...data.interventions.map((one) => interventionMoment(one, data)),
    ...data.untimed.map((one) => ({
      key: one.id,
      at: at(one.at),
      kind: "pen" as const,
      text: words.moment.untimed(one.code, one.minutes, who(one.clinician_id)),
      second: "",
      provenance: null,
      from: [one.id],
      field: one.code,
    })),
  ];
  return found.sort((a, b) => a.at - b.at || a.key.localeCompare(b.key));
}

/** The segment with the reason of its pause that was said last. */
function withReason(one: ReviewedSegment, { pauses }: ReviewPageData): ReviewedSegment {
  const said = pauses.findLast((pause) => pause.segment_id === one.id);
  return said ? { ...one, recorded: { ...one.recorded, pause_reason: said.reason } } : one;
}

/** When the next segment after this one starts, in ms; null when none does. */
function nextStart(segments: readonly ReviewedSegment[], one: ReviewedSegment): number | null {
  const later = segments.filter((other) => !other.removed && other.started_at > one.started_at);
  return later.length > 0 ? Math.min(...later.map((other) => at(other.started_at))) : null;
}

function segmentMoments(segment: ReviewedSegment, next: number | null, who: string, zone: string): Moment[] {
  const { recorded } = segment;
  const start: Moment = {
    key: segment.id,
    at: at(segment.started_at),
    kind: segment.performer === "therapist" ? "clock" : "people",
    text: words.moment.started(
      segment.code,
      `${who}${segment.performer === "together" ? `, ${words.moment.by.together}` : ""}`,
    ),
    second: corrected(segment, zone),
    provenance: segment.provenance,
    from: [segment.id],
    field: segment.code,
  };
  if (segment.ended_at === null || segment.removed) return [start];
  const ended = at(segment.ended_at);
  const paused = recorded.ended_because === "pause";
  const end: Moment = {
    ...start,
    key: `${segment.id}-end`,
    at: ended,
    kind: paused ? "pause" : "stop",
    text: paused ? pauseText(recorded, ended, next) : stopText(segment, ended),
    second: "",
    provenance: recorded.end_provenance ?? segment.provenance,
  };
  return recorded.ended_because === "switch" ? [start] : [start, end];
}

/** "Rest, 02:10. Not treatment time": how long until treatment went on, if it did. */
function pauseText(recorded: SegmentRow, ended: number, next: number | null): string {
  const reason = words.moment.pause[recorded.pause_reason ?? "none"];
  return next === null ? reason : words.moment.paused(reason, lengthText((next - ended) / 1000));
}

function stopText(segment: ReviewedSegment, ended: number): string {
  return words.moment.stopped(segment.code, lengthText((ended - at(segment.started_at)) / 1000));
}

/** "Start was 9:18:05, forgot to start": the original beside what counts. */
function corrected(segment: ReviewedSegment, zone: string): string {
  const last = segment.corrections.at(-1);
  if (!last) return "";
  const reason = words.moment.reason[last.reason];
  const time = (instant: string) => clockSeconds(zone, at(instant));
  const { recorded } = segment;
  const told = [
    segment.removed ? `${words.moment.removed}, ${reason}` : "",
    recorded.started_at !== segment.started_at
      ? words.moment.was(words.moment.start, time(recorded.started_at), reason)
      : "",
    recorded.ended_at !== null && recorded.ended_at !== segment.ended_at
      ? words.moment.was(words.moment.end, time(recorded.ended_at), reason)
      : "",
    recorded.code !== segment.code ? words.moment.was("", recorded.code, reason).trim() : "",
  ].filter(Boolean);
  return told.join(" · ");
}

function interventionMoment(one: InterventionRow, data: ReviewPageData): Moment {
  const response = data.responses.find((row) => row.intervention_id === one.id);
  const dose = [doseFigures(one.dose), doseCircumstances(one.dose)].filter(Boolean).join(", ");
  const answered = [
    response?.tolerance && words.moment.tolerance[response.tolerance],
    response?.quality && words.moment.quality[response.quality],
    response?.progression,
  ].filter(Boolean);
  return {
    key: one.id,
    at: at(one.at),
    kind: "pen",
    text: [one.technique, one.regions.join(", ")].filter(Boolean).join(", ") + (dose ? ` · ${dose}` : ""),
    second: answered.join(" · "),
    provenance: null,
    from: [one.id, ...(response ? [response.id] : [])],
    field: one.technique,
  };
}
