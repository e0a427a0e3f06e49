/** The capture form as data: where it starts from, what of it is stored. */
import { TIMED } from "../../domain/codes";
import type { Dose, InterventionRow, ResponseRow } from "../../domain/types";
import { lastTime, responseTo, type VisitRecord } from "../../domain/visit";
import type { Captured, ResponseFields } from "../../state/recording";
import { runningHere } from "../../state/timing";
import { rows } from "../../state/vault";
import type { Plain } from "../../storage";

/** Fields beside the dose that "As last time" copies. */
const BESIDE = ["regions", "purpose", "intensity", "skilledNeed"] as const;
export type Beside = (typeof BESIDE)[number];
export type Copied = keyof Dose | Beside;

export type Form = {
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
  /** What was copied from last time and not yet confirmed: pencil, not stored. */
  copied: Copied[];
  response: ResponseFields;
};

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
  progression_criterion: null,
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
  return { ...empty, ...(draft as Partial<Form>) };
}

/** What is stored: everything but copied values that nobody confirmed. */
export function captured(form: Form, record: VisitRecord, id: string | null): Captured {
  const dose = Object.fromEntries(
    Object.entries(form.dose).filter(([field]) => !form.copied.includes(field as keyof Dose)),
  );
  const ink = <T>(field: Beside, value: T, none: T) => (form.copied.includes(field) ? none : value);
  const known = id ? responseTo(record, id) : null;
  const said = Object.values(form.response).some((value) => value !== null && value !== "");
  return {
    id,
    intervention: {
      visit_id: record.visit.id,
      code: form.code,
      activity_id: form.activityId,
      technique: form.technique.trim(),
      regions: ink("regions", form.regions, []),
      purpose: ink("purpose", form.purpose.trim(), ""),
      goal_id: form.copied.includes("purpose") ? null : form.goalId,
      deficit: form.deficit.trim() || null,
      frequency: form.frequency.trim(),
      intensity: ink("intensity", form.intensity.trim(), ""),
      duration: form.duration.trim(),
      dose,
      skilled_need: ink("skilledNeed", form.skilledNeed.trim(), ""),
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

/** The form of an activity of an earlier visit, all of its dose in pencil. */
export function againForm(empty: Form, last: InterventionRow): Form {
  const named = { ...empty, code: last.code, activityId: last.activity_id, technique: last.technique };
  return asLastTime(named, last);
}

/** Copy last time in pencil; what is already said today stays. */
export function asLastTime(form: Form, last: InterventionRow): Form {
  const dose = (Object.keys(last.dose) as (keyof Dose)[]).filter((field) => form.dose[field] === undefined);
  const before = besideOf(last);
  const beside = BESIDE.filter((field) => form[field].length === 0 && before[field].length > 0);
  return {
    ...form,
    ...Object.fromEntries(beside.map((field) => [field, before[field]])),
    goalId: beside.includes("purpose") ? last.goal_id : form.goalId,
    dose: { ...last.dose, ...form.dose },
    copied: [...form.copied, ...dose, ...beside],
  };
}

function besideOf(last: InterventionRow): Pick<Form, Beside> {
  return {
    regions: last.regions,
    purpose: last.purpose,
    intensity: last.intensity,
    skilledNeed: last.skilled_need,
  };
}

/** The form with changes by hand: what is changed is ink, no longer a copy. */
export function changed(form: Form, changes: Partial<Form>): Form {
  const copied = changes.copied ?? form.copied.filter((field) => !(field in changes));
  return { ...form, ...changes, copied };
}
