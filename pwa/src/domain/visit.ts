/** Everything about one visit, gathered from the rows: what screens show, the note tells and the signature covers. */
import { activityKey } from "./activity";
import { having } from "./having";
import type { CodeMinutes } from "./minutes";
import { minutesPerCode, totals } from "./minutes";
import { type EffectiveSegment, segmentsOf } from "./segment";
import type {
  AddendumRow,
  ClinicianRow,
  EpisodeRow,
  GoalRow,
  InterventionRow,
  MeasureRow,
  PatientRow,
  PayerPolicyRow,
  ResponseRow,
  Row,
  Rows,
  SectionName,
  SectionRow,
  SignatureRow,
  UntimedRow,
  VisitRow,
} from "./types";

export const SECTIONS: readonly SectionName[] = ["subjective", "objective", "assessment", "plan"];

export interface VisitRecord {
  visit: VisitRow;
  patient: PatientRow;
  episode: EpisodeRow;
  policy: PayerPolicyRow | null;
  goals: GoalRow[];
  segments: EffectiveSegment[];
  untimed: UntimedRow[];
  interventions: InterventionRow[];
  responses: ResponseRow[];
  measures: MeasureRow[];
  /** Measures of earlier visits of the episode, the oldest first. */
  history: Measured[];
  sections: SectionRow[];
  signatures: SignatureRow[];
  addenda: AddendumRow[];
  /** Minutes of this visit; units count over the service day (see serviceDayMinutes). */
  minutes: CodeMinutes[];
  total_timed_minutes: number;
  total_treatment_minutes: number;
  contributors: ClinicianRow[];
}

/** A measure and the day it was taken. */
export interface Measured {
  row: MeasureRow;
  day: string;
}

/** Gather a visit, or null when it, its patient or its episode is not on this tablet. `now` in ms. */
export function visitRecord(rows: Rows, visitId: string, now: number): VisitRecord | null {
  const visit = rows.visit.get(visitId);
  const patient = visit && rows.patient.get(visit.patient_id);
  const episode = visit && rows.episode.get(visit.episode_id);
  if (!visit || !patient || !episode) return null;
  const segments = segmentsOf(rows, new Set([visitId]));
  const untimed = of(rows.untimed, visitId, (one) => one.at).filter((one) => !one.removed);
  const interventions = of(rows.intervention, visitId, (one) => one.at).filter((one) => !one.removed);
  const kept = new Set(interventions.map((one) => one.id));
  const minutes = minutesPerCode(segments, now);
  const sum = totals(minutes, untimed);
  const record = {
    visit,
    patient,
    episode,
    segments,
    untimed,
    interventions,
    policy: rows.payer_policy.get(episode.payer_policy_id) ?? null,
    goals: [...having(rows.goal, "episode_id", episode.id)].sort((a, b) => a.number - b.number),
    responses: of(rows.response, visitId, (one) => one.at).filter((one) => kept.has(one.intervention_id)),
    measures: of(rows.measure, visitId, (one) => one.at),
    history: measuresBefore(rows, visit),
    sections: of(rows.section, visitId, (one) => String(SECTIONS.indexOf(one.section))),
    signatures: of(rows.signature, visitId, (one) => one.signed_at),
    addenda: of(rows.addendum, visitId, (one) => one.at),
    minutes,
    total_timed_minutes: sum.timed,
    total_treatment_minutes: sum.treatment,
  };
  return { ...record, contributors: contributors(rows, record) };
}

function of<T extends Row & { visit_id: string }>(
  table: ReadonlyMap<string, T>,
  visitId: string,
  order: (row: T) => string,
): T[] {
  return [...having(table, "visit_id", visitId)].sort(
    (a, b) => order(a).localeCompare(order(b)) || a.id.localeCompare(b.id),
  );
}

/** The visits of the same episode before this one that are not void, the latest first. */
export function visitsBefore(rows: Rows, visit: VisitRow): VisitRow[] {
  return having(rows.visit, "episode_id", visit.episode_id)
    .filter((one) => one.status !== "void" && one.started_at < visit.started_at)
    .sort((a, b) => b.started_at.localeCompare(a.started_at));
}

function measuresBefore(rows: Rows, visit: VisitRow): Measured[] {
  const days = new Map(visitsBefore(rows, visit).map((one) => [one.id, one.date_of_service]));
  return [...days]
    .flatMap(([id, day]) => having(rows.measure, "visit_id", id).map((row) => ({ row, day })))
    .sort(
      (a, b) =>
        a.day.localeCompare(b.day) || a.row.at.localeCompare(b.row.at) || a.row.id.localeCompare(b.row.id),
    );
}

type Gathered = Pick<VisitRecord, "segments" | "untimed" | "interventions" | "responses" | "measures">;

/** Everyone who treated or recorded, in the order in which they first did. */
function contributors(rows: Rows, record: Gathered): ClinicianRow[] {
  const moments = [
    ...record.segments.map((one) => [one.started_at, one.clinician_id] as const),
    ...record.untimed.map((one) => [one.at, one.clinician_id] as const),
    ...[...record.interventions, ...record.responses, ...record.measures].map(
      (one) => [one.at, one.by] as const,
    ),
  ].sort((a, b) => a[0].localeCompare(b[0]));
  const ids = [...new Set(moments.map(([, id]) => id))];
  return ids.map((id) => rows.clinician.get(id)).filter((one): one is ClinicianRow => one !== undefined);
}

/** The response to an intervention, if one is recorded. */
export function responseTo(
  record: Pick<VisitRecord, "responses">,
  interventionId: string,
): ResponseRow | null {
  return record.responses.findLast((one) => one.intervention_id === interventionId) ?? null;
}

/** The text of a section, empty when nothing is written. */
export function sectionText(record: Pick<VisitRecord, "sections">, section: SectionName): string {
  return record.sections.find((one) => one.section === section)?.text ?? "";
}

/** The visits that bill together: same patient, day and discipline, none of them void. */
export function serviceDayVisits(rows: Rows, visit: VisitRow): VisitRow[] {
  const discipline = rows.episode.get(visit.episode_id)?.discipline;
  return having(rows.visit, "patient_id", visit.patient_id).filter(
    (one) =>
      one.date_of_service === visit.date_of_service &&
      one.status !== "void" &&
      rows.episode.get(one.episode_id)?.discipline === discipline &&
      rows.episode.get(one.episode_id)?.payer_policy_id ===
        rows.episode.get(visit.episode_id)?.payer_policy_id,
  );
}

/** Minutes per code over the whole service day of a visit. `now` in ms. */
export function serviceDayMinutes(rows: Rows, visit: VisitRow, now: number): CodeMinutes[] {
  const ids = new Set(serviceDayVisits(rows, visit).map((one) => one.id));
  return minutesPerCode(segmentsOf(rows, ids), now);
}

/** The same activity in the patient's latest earlier visit of the episode: what stands beside today's dose. */
export function lastTime(
  rows: Rows,
  visit: VisitRow,
  intervention: Pick<InterventionRow, "activity_id" | "technique" | "regions">,
): { visit: VisitRow; intervention: InterventionRow } | null {
  for (const one of visitsBefore(rows, visit)) {
    const same = of(rows.intervention, one.id, (row) => row.at).filter(
      (row) => !row.removed && activityKey(row) === activityKey(intervention),
    );
    const found = same.findLast((row) => sameRegions(row.regions, intervention.regions)) ?? same.at(-1);
    if (found) return { visit: one, intervention: found };
  }
  return null;
}

/** What was done in the latest earlier visit of the episode that holds anything: what today may begin from. */
export function doneLastTime(rows: Rows, visit: VisitRow): InterventionRow[] {
  for (const one of visitsBefore(rows, visit)) {
    const done = of(rows.intervention, one.id, (row) => row.at).filter((row) => !row.removed);
    if (done.length > 0) return done;
  }
  return [];
}

function sameRegions(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((region) => b.includes(region));
}
