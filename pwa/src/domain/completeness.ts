/**
 * What a note still lacks before it is signed.
 *
 * Elements and their sources come from server/documentation/data/elements.json;
 * the server does the same check in Python, and both read the same golden cases.
 */
import catalogue from "../../../server/documentation/data/elements.json";

export type Level = "required" | "advised";

/** An element that is not there; `target` is the code or the intervention id that lacks it. */
export interface Missing {
  element: string;
  level: Level;
  target: string | null;
}

/** As much of a visit as the check reads; a VisitRecord with its author fits. */
export interface Checked {
  visit: { date_of_service: string };
  author: { name: string; credentials: string };
  segments?: readonly { ended_at: string | null }[];
  minutes?: readonly { code: string; minutes: number }[];
  untimed?: readonly { code: string; minutes: number }[];
  interventions?: readonly CheckedIntervention[];
  responses?: readonly CheckedResponse[];
  measures?: readonly unknown[];
  sections?: readonly { section: string; text: string }[];
  contributors?: readonly unknown[];
}

interface CheckedIntervention {
  id: string;
  code: string;
  regions: readonly string[];
  purpose: string;
  frequency: string;
  intensity: string;
  duration: string;
  dose: object;
  skilled_need: string;
}

interface CheckedResponse {
  intervention_id: string;
  tolerance: string | null;
  quality: string | null;
  progression: string | null;
  text: string | null;
  adverse: string | null;
  adverse_action?: string | null;
}

type Targets = (string | null)[];
const ABSENT: Targets = [null];

/** List what is missing, required first. `raised` names advised elements that the payer's policy requires. */
export function missingElements(record: Checked, raised: readonly string[]): Missing[] {
  const found = catalogue.elements.flatMap(({ id, level }) =>
    (CHECKS[id]?.(record) ?? []).map((target) => ({
      element: id,
      level: (raised.includes(id) ? "required" : level) as Level,
      target,
    })),
  );
  return [
    ...found.filter((one) => one.level === "required"),
    ...found.filter((one) => one.level === "advised"),
  ];
}

function codesWithoutIntervention(record: Checked): Targets {
  const described = new Set((record.interventions ?? []).map((one) => one.code));
  const timed = (record.minutes ?? []).map((one) => one.code);
  const nothing = timed.length === 0 && described.size === 0 && (record.untimed ?? []).length === 0;
  return nothing ? ABSENT : timed.filter((code) => !described.has(code));
}

/** A few seconds are a total too: nought minutes, stated. Nothing recorded at all is not. */
function hasTreatmentTime(record: Checked): boolean {
  return [record.minutes, record.segments, record.untimed].some((rows) => (rows ?? []).length > 0);
}

function interventionsWithout(has: (one: CheckedIntervention) => boolean) {
  return (record: Checked): Targets =>
    (record.interventions ?? []).filter((one) => !has(one)).map((one) => one.id);
}

function withoutResponse(told: (one: CheckedResponse) => boolean) {
  return (record: Checked): Targets => {
    const answered = new Set((record.responses ?? []).filter(told).map((one) => one.intervention_id));
    return (record.interventions ?? []).map((one) => one.id).filter((id) => !answered.has(id));
  };
}

function adverseWithoutAction(record: Checked): Targets {
  return (record.responses ?? [])
    .filter((one) => one.adverse && !one.adverse_action)
    .map((one) => one.intervention_id);
}

function hasOutcome(record: Checked): boolean {
  const assessed = (record.sections ?? []).some(
    (one) => one.section === "assessment" && one.text.trim() !== "",
  );
  return assessed || (record.measures ?? []).length > 0;
}

const CHECKS: Readonly<Record<string, (record: Checked) => Targets>> = {
  date: (record) => (record.visit.date_of_service ? [] : ABSENT),
  interventions: codesWithoutIntervention,
  total_timed_minutes: (record) =>
    (record.segments ?? []).some((one) => one.ended_at === null) ? ABSENT : [],
  total_treatment_minutes: (record) => (hasTreatmentTime(record) ? [] : ABSENT),
  author: (record) => (record.author.name && record.author.credentials ? [] : ABSENT),
  contributors: (record) => ((record.contributors ?? []).length > 0 ? [] : ABSENT),
  adverse_action: adverseWithoutAction,
  body_part: interventionsWithout((one) => one.regions.length > 0),
  purpose: interventionsWithout((one) => one.purpose !== ""),
  frequency: interventionsWithout((one) => one.frequency !== ""),
  intensity: interventionsWithout((one) => one.intensity !== "" || Object.keys(one.dose).length > 0),
  duration: interventionsWithout((one) => one.duration !== ""),
  progression: withoutResponse((one) => Boolean(one.progression)),
  response: withoutResponse((one) => Boolean(one.tolerance || one.quality || one.text || one.adverse)),
  skilled_need: interventionsWithout((one) => one.skilled_need !== ""),
  outcome: (record) => (hasOutcome(record) ? [] : ABSENT),
};
