/** The capture form as data: where it starts from, what of it is stored. */
import { TIMED } from "../../domain/codes";
import type { Dose, InterventionRow, ResponseRow } from "../../domain/types";
import { lastTime, responseTo, type VisitRecord } from "../../domain/visit";
import type { Captured, ResponseFields } from "../../state/recording";
import { runningHere } from "../../state/timing";
import { rows } from "../../state/vault";
import type { Plain } from "../../storage";

export interface Form {
  code: string;
  activityId: string | null;
  technique: string;
  regions: string[];
  purpose: string;
  goalId: string | null;
  deficit: string;
  frequency: string;
  intensity: string;
  duration: string;
  skilledNeed: string;
  dose: Dose;
  /** Fields of the dose that were copied from last time and not yet confirmed: pencil, not stored. */
  copied: (keyof Dose)[];
  response: ResponseFields;
}

export const NO_RESPONSE: ResponseFields = {
  tolerance: null,
  quality: null,
  assistance_change: null,
  pain_before: null,
  pain_after: null,
  exertion: null,
  heart_rate: null,
  systolic: null,
  diastolic: null,
  spo2: null,
  dizziness: null,
  fatigue: null,
  adverse: null,
  adverse_action: null,
  text: null,
  progression: null,
  progression_reason: null,
  next_step: null,
};

/** A new form under a code: frequency and duration stand there from the plan. */
export function emptyForm(record: VisitRecord, code: string | null): Form {
  const running = runningHere();
  const here = running?.visit_id === record.visit.id ? running.code : null;
  return {
    code: code ?? here ?? record.segments.at(-1)?.code ?? TIMED[0]?.code ?? "",
    activityId: null,
    technique: "",
    regions: [],
    purpose: "",
    goalId: null,
    deficit: "",
    frequency: record.episode.frequency,
    intensity: "",
    duration: record.episode.duration,
    skilledNeed: "",
    dose: {},
    copied: [],
    response: NO_RESPONSE,
  };
}

/** The form of what was recorded. */
export function formOf(record: VisitRecord, one: InterventionRow): Form {
  const response = responseTo(record, one.id);
  return {
    code: one.code,
    activityId: one.activity_id,
    technique: one.technique,
    regions: one.regions,
    purpose: one.purpose,
    goalId: one.goal_id,
    deficit: one.deficit ?? "",
    frequency: one.frequency,
    intensity: one.intensity,
    duration: one.duration,
    skilledNeed: one.skilled_need,
    dose: one.dose,
    copied: [],
    response: response ? responseFields(response) : NO_RESPONSE,
  };
}

function responseFields(row: ResponseRow): ResponseFields {
  const names = Object.keys(NO_RESPONSE) as (keyof ResponseFields)[];
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null])) as unknown as ResponseFields;
}

/** A draft as it was stored, laid over an empty form so that a newer form still opens it. */
export function formOfDraft(draft: Plain | undefined, empty: Form): Form | null {
  if (!draft || typeof draft !== "object" || Array.isArray(draft)) return null;
  return { ...empty, ...(draft as unknown as Partial<Form>) };
}

/** What is stored: everything but copied values that nobody confirmed. */
export function captured(form: Form, record: VisitRecord, id: string | null): Captured {
  const dose = Object.fromEntries(
    Object.entries(form.dose).filter(([field]) => !form.copied.includes(field as keyof Dose)),
  );
  const known = id ? responseTo(record, id) : null;
  const said = Object.values(form.response).some((value) => value !== null && value !== "");
  return {
    id,
    intervention: {
      visit_id: record.visit.id,
      code: form.code,
      activity_id: form.activityId,
      technique: form.technique.trim(),
      regions: form.regions,
      purpose: form.purpose.trim(),
      goal_id: form.goalId,
      deficit: form.deficit.trim() || null,
      frequency: form.frequency.trim(),
      intensity: form.intensity.trim(),
      duration: form.duration.trim(),
      dose,
      skilled_need: form.skilledNeed.trim(),
    },
    responseId: known?.id ?? null,
    response: said || known ? trimmed(form.response) : null,
  };
}

function trimmed(response: ResponseFields): ResponseFields {
  const entries = Object.entries(response).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() || null : value,
  ]);
  return Object.fromEntries(entries) as ResponseFields;
}

/** The same technique in the latest earlier visit of the episode. */
export function lastOf(form: Form, record: VisitRecord) {
  if (!form.technique) return null;
  return lastTime(rows.value, record.visit, {
    activity_id: form.activityId,
    technique: form.technique,
    regions: form.regions,
  });
}

/** Copy last time's dose in pencil; what is already said today stays. */
export function asLastTime(form: Form, last: InterventionRow): Form {
  const copied = (Object.keys(last.dose) as (keyof Dose)[]).filter((field) => form.dose[field] === undefined);
  return {
    ...form,
    dose: { ...last.dose, ...form.dose },
    copied: [...form.copied, ...copied],
    intensity: form.intensity || last.intensity,
    purpose: form.purpose || last.purpose,
    goalId: form.goalId ?? last.goal_id,
    regions: form.regions.length > 0 ? form.regions : last.regions,
    skilledNeed: form.skilledNeed || last.skilled_need,
  };
}
