/**
 * The note in sentences, built from what was recorded and nothing else.
 *
 * Deterministic: the same record gives the same words. Every sentence names the
 * rows it comes from, so a tap on it can go to its data. Nothing is filled in:
 * what was not recorded is not said. NARRATIVE_VERSION rises whenever the words
 * for the same record change, since signed notes carry it.
 */
import { codeLabel, isTimed } from "./codes";
import { doseCircumstances, doseFigures } from "./dose";
import type { InterventionRow, Performer, Progression, ResponseRow, SectionName } from "./types";
import { responseTo, SECTIONS, sectionText, type VisitRecord } from "./visit";

export const NARRATIVE_VERSION = 1;

export interface Sentence {
  text: string;
  /** Ids of the rows that say so. */
  from: string[];
  /** Typed by a person, not built. */
  typed: boolean;
}

export interface NoteSection {
  section: SectionName;
  sentences: Sentence[];
}

/** The whole note, S/O/A/P in order; a section with nothing in it has no sentences. */
export function narrative(record: VisitRecord): NoteSection[] {
  const built: Record<SectionName, Sentence[]> = {
    subjective: [],
    objective: objective(record),
    assessment: assessment(record),
    plan: plan(record),
  };
  return SECTIONS.map((section) => ({ section, sentences: [...built[section], ...typed(record, section)] }));
}

function typed(record: VisitRecord, section: SectionName): Sentence[] {
  const text = sectionText(record, section).trim();
  const row = record.sections.find((one) => one.section === section);
  return text && row ? [{ text, from: [row.id], typed: true }] : [];
}

function objective(record: VisitRecord): Sentence[] {
  const codes = [
    ...new Set([...record.minutes.map((one) => one.code), ...record.interventions.map((one) => one.code)]),
  ];
  const timed = codes
    .filter(isTimed)
    .flatMap((code) => [
      ...timeSentence(record, code),
      ...record.interventions.filter((one) => one.code === code).map((one) => interventionSentence(one)),
    ]);
  const untimed = record.untimed.map((one) =>
    sentence(`${codeLabel(one.code)} (${one.code}), ${minutesText(one.minutes)}, ${BY[one.performer]}.`, [
      one.id,
    ]),
  );
  const measures = record.measures.map((one) =>
    sentence(`${one.measure}${one.side ? `, ${one.side}` : ""}: ${one.value} ${one.unit}.`, [one.id]),
  );
  return [...timed, ...untimed, ...measures];
}

function timeSentence(record: VisitRecord, code: string): Sentence[] {
  const minutes = record.minutes.find((one) => one.code === code);
  if (!minutes) return [];
  const own = record.segments.filter((one) => one.code === code);
  const performers = [...new Set(own.map((one) => one.performer))];
  const by = joined(performers.map((performer) => BY[performer]));
  const text = `${codeLabel(code)} (${code}), ${minutesText(minutes.minutes)}, one to one, ${by}.`;
  return [
    sentence(
      text,
      own.map((one) => one.id),
    ),
  ];
}

const BY: Readonly<Record<Performer, string>> = {
  therapist: "by the therapist",
  assistant: "by the assistant",
  together: "by therapist and assistant together",
};

/** "PNF for the left lower extremity to improve standing balance: 3 × 10, minimal help, 3 cues. Intensity: …" */
function interventionSentence(one: InterventionRow): Sentence {
  const region = one.regions.length > 0 ? ` for the ${joined(one.regions)}` : "";
  const purpose = one.purpose ? ` to ${lowerFirst(trimStop(one.purpose))}` : "";
  const dose = [doseFigures(one.dose), doseCircumstances(one.dose)].filter(Boolean).join(", ");
  const extent = [
    one.intensity && `intensity ${lowerFirst(trimStop(one.intensity))}`,
    one.frequency && `${trimStop(one.frequency)}`,
    one.duration && `for ${trimStop(one.duration)}`,
  ]
    .filter(Boolean)
    .join(", ");
  const deficit = one.deficit ? ` Deficit: ${trimStop(one.deficit)}.` : "";
  const told = [dose, extent].filter(Boolean).join("; ");
  return sentence(`${one.technique}${region}${purpose}${told ? `: ${told}` : ""}.${deficit}`, [one.id]);
}

function assessment(record: VisitRecord): Sentence[] {
  return record.interventions.flatMap((one) => {
    const response = responseTo(record, one.id);
    const told = response ? responseText(one, response) : "";
    const sentences = told && response ? [sentence(told, [one.id, response.id])] : [];
    if (one.skilled_need) {
      const need = `A therapist was needed for ${one.technique}: ${trimStop(lowerFirst(one.skilled_need))}.`;
      sentences.push(sentence(need, [one.id]));
    }
    return sentences;
  });
}

const TOLERANCE = {
  well: "tolerated well",
  effort: "tolerated with effort",
  poor: "tolerated poorly",
} as const;
const QUALITY = { better: "movement better", same: "movement unchanged", worse: "movement worse" } as const;
const PROGRESSION: Readonly<Record<Progression, string>> = {
  progressed: "progressed",
  maintained: "maintained",
  regressed: "regressed",
};

function responseText(intervention: InterventionRow, response: ResponseRow): string {
  const parts = [
    response.progression &&
      PROGRESSION[response.progression] +
        (response.progression_reason ? ` (${trimStop(response.progression_reason)})` : ""),
    response.tolerance && TOLERANCE[response.tolerance],
    response.quality && QUALITY[response.quality],
    pain(response),
    response.exertion !== null && `exertion ${response.exertion} of 10`,
    response.assistance_change && trimStop(response.assistance_change),
    response.adverse &&
      `adverse response: ${trimStop(response.adverse)}` +
        (response.adverse_action ? `, ${trimStop(response.adverse_action)}` : ""),
  ].filter(Boolean);
  const built = parts.length > 0 ? `${intervention.technique}: ${parts.join(", ")}.` : "";
  const words = response.text?.trim() ?? "";
  return [built, words && (built ? words : `${intervention.technique}: ${words}`)].filter(Boolean).join(" ");
}

function pain(response: ResponseRow): string {
  if (response.pain_before !== null && response.pain_after !== null)
    return `pain ${response.pain_before} before and ${response.pain_after} after, of 10`;
  return response.pain_after !== null ? `pain ${response.pain_after} of 10 after` : "";
}

function plan(record: VisitRecord): Sentence[] {
  const next = record.responses.filter((one) => one.next_step?.trim());
  const steps = next.map((one) => {
    const technique = record.interventions.find((row) => row.id === one.intervention_id)?.technique ?? "";
    return sentence(`Next visit: ${technique}, ${lowerFirst(trimStop(one.next_step ?? ""))}.`, [one.id]);
  });
  const { frequency, duration } = record.episode;
  const course = [frequency, duration && `for ${duration}`].filter(Boolean).join(" ");
  if (course) steps.push(sentence(`${upperFirst(course)}, as planned.`, [record.episode.id]));
  return steps;
}

function sentence(text: string, from: string[]): Sentence {
  return { text, from, typed: false };
}

function minutesText(minutes: number): string {
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
}

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function trimStop(text: string): string {
  return text.trim().replace(/[.\s]+$/, "");
}

/** Lower the first letter, unless the word is an abbreviation such as "PNF" or "BAPS". */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
