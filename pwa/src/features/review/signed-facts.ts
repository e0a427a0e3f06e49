/** The facts inside the signed bytes as rows to read: what was recorded, never what the rows say today. */
import { type ContentVersion, isKnownVersion } from "../../domain/content";
import { doseCircumstances, doseFigures } from "../../domain/dose";
import { measureLabel, measureOf, trialText, valueText } from "../../domain/measures";
import type { InterventionRow, MeasureRow, ResponseRow } from "../../domain/types";
import { words as w } from "../../words";
import { signedFacts as words } from "../../words/signed-facts";

export interface Fact {
  label: string;
  value: string;
}

export interface SignedActivity {
  id: string;
  title: string;
  code: string;
  facts: Fact[];
}

export interface SignedFacts {
  version: ContentVersion;
  activities: SignedActivity[];
  measures: Fact[];
}

interface Stated {
  interventions: InterventionRow[];
  responses: ResponseRow[];
  measures: MeasureRow[];
}

/** The facts of signed content, or null when a newer app signed it. */
export function signedFacts(content: string): SignedFacts | null {
  const { content_version: version, facts } = JSON.parse(content) as {
    content_version: unknown;
    facts: Stated;
  };
  if (!isKnownVersion(version)) return null;
  const activities = facts.interventions.map((one) => {
    const response = facts.responses.findLast((row) => row.intervention_id === one.id);
    return {
      id: one.id,
      title: [one.technique, one.regions.map(w.region).join(", ")].filter(Boolean).join(", "),
      code: one.code,
      facts: said([...ofIntervention(one), ...(response ? ofResponse(response) : [])]),
    };
  });
  return { version, activities, measures: facts.measures.map(ofMeasure) };
}

type Maybe = [label: string, value: string | null | undefined];

function ofIntervention(one: InterventionRow): Maybe[] {
  return [
    [words.dose, [doseFigures(one.dose), doseCircumstances(one.dose)].filter(Boolean).join(", ")],
    [words.intensity, one.intensity],
    [words.deficit, one.deficit],
  ];
}

function ofResponse(one: ResponseRow): Maybe[] {
  return [
    [words.tolerance, one.tolerance && w.tolerance[one.tolerance]],
    [words.quality, one.quality && w.quality[one.quality]],
    [words.assistance_change, one.assistance_change],
    [words.pain, pain(one)],
    [words.exertion, figure(one.exertion)],
    [words.heart_rate, figure(one.heart_rate)],
    [words.pressure, pressure(one)],
    [words.spo2, isThere(one.spo2) ? words.percent(one.spo2) : null],
    [words.dizziness, yesNo(one.dizziness)],
    [words.fatigue, yesNo(one.fatigue)],
    [words.adverse, one.adverse],
    [words.adverse_action, one.adverse_action],
    [words.text, one.text],
    [words.progression, one.progression && w.progression[one.progression]],
    [words.progression_reason, one.progression_reason],
    [words.progression_criterion, one.progression_criterion],
    [words.next_step, one.next_step],
  ];
}

function said(facts: readonly Maybe[]): Fact[] {
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** A fact that an earlier version did not sign is absent, not null. */
function isThere<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function figure(value: number | null | undefined): string | null {
  return isThere(value) ? String(value) : null;
}

function yesNo(value: boolean | null | undefined): string | null {
  if (!isThere(value)) return null;
  return value ? words.yes : words.no;
}

function pain({ pain_before: before, pain_after: after }: ResponseRow): string {
  const told = [isThere(before) ? words.before(before) : "", isThere(after) ? words.after(after) : ""];
  return told.filter(Boolean).join(", ");
}

function pressure({ systolic, diastolic }: ResponseRow): string | null {
  if (!isThere(systolic) && !isThere(diastolic)) return null;
  return `${systolic ?? "–"}/${diastolic ?? "–"}`;
}

function ofMeasure(one: MeasureRow): Fact {
  const known = measureOf(one.measure);
  const trials = known && one.trials?.length > 1 ? one.trials.map((each) => trialText(known, each)) : [];
  const value = valueText(one.measure, one.value, one.unit);
  return {
    label: measureLabel(one.measure, one.side),
    value: [value, trials.length > 0 ? words.trials(trials.join(", ")) : ""].filter(Boolean).join(" "),
  };
}
