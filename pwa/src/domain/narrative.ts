/**
 * The note in sentences, built from what was recorded and nothing else.
 *
 * Deterministic: the same record gives the same words. Every sentence names the
 * rows it comes from, so a tap on it can go to its data. Nothing is filled in:
 * what was not recorded is not said. NARRATIVE_VERSION rises whenever the words
 * for the same record change, since signed notes carry it.
 */
import { codeLabel, isTimed } from "./codes";
import { interventionText } from "./intervention-text";
import {
  type Measure,
  measureLabel,
  measureOf,
  publishedFor,
  seriesKey,
  trendOf,
  trialText,
  valueText,
} from "./measures";
import { joined, lowerFirst, trimStop, upperFirst } from "./phrase";
import { responseText } from "./response";
import { dayText } from "./time";
import type { MeasureRow, Performer, SectionName } from "./types";
import { responseTo, SECTIONS, sectionText, type VisitRecord } from "./visit";

export const NARRATIVE_VERSION = 3;

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

/** As much of a visit as the note is built from; a VisitRecord fits. */
export type Told = Pick<
  VisitRecord,
  | "episode"
  | "goals"
  | "segments"
  | "untimed"
  | "interventions"
  | "responses"
  | "measures"
  | "history"
  | "sections"
  | "minutes"
>;

/** The whole note, S/O/A/P in order; a section with nothing in it has no sentences. */
export function narrative(record: Told): NoteSection[] {
  const built: Record<SectionName, Sentence[]> = {
    subjective: [],
    objective: objective(record),
    assessment: assessment(record),
    plan: plan(record),
  };
  return SECTIONS.map((section) => ({ section, sentences: [...built[section], ...typed(record, section)] }));
}

function typed(record: Told, section: SectionName): Sentence[] {
  const text = sectionText(record, section).trim();
  const row = record.sections.find((one) => one.section === section);
  return text && row ? [{ text, from: [row.id], typed: true }] : [];
}

function objective(record: Told): Sentence[] {
  const codes = [
    ...new Set([...record.minutes.map((one) => one.code), ...record.interventions.map((one) => one.code)]),
  ];
  const timed = codes
    .filter(isTimed)
    .flatMap((code) => [
      ...timeSentence(record, code),
      ...record.interventions
        .filter((one) => one.code === code)
        .map((one) => sentence(interventionText(one, record.goals), [one.id])),
    ]);
  const untimed = record.untimed.map((one) =>
    sentence(`${codeLabel(one.code)} (${one.code}), ${minutesText(one.minutes)}, ${BY[one.performer]}.`, [
      one.id,
    ]),
  );
  const measures = record.measures.map((one) => sentence(measureText(one), [one.id]));
  return [...timed, ...untimed, ...measures];
}

function timeSentence(record: Told, code: string): Sentence[] {
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

/** "Timed Up and Go: 17.6 s (mean of 17.4 s, 17.8 s)." */
function measureText({ measure, side, value, unit, trials }: MeasureRow): string {
  const known = measureOf(measure);
  const how =
    known?.combine && trials.length > 1 ? ` (${COMBINED[known.combine]} ${trialTexts(known, trials)})` : "";
  return `${measureLabel(measure, side)}: ${valueText(measure, value, unit)}${how}.`;
}

const COMBINED = {
  best: "best of",
  sum: "sum of",
  mean: "mean of",
  held: "held",
  speed: "from the mean of",
} as const;

function trialTexts(measure: Measure, trials: readonly number[]): string {
  return trials.map((one) => trialText(measure, one)).join(", ");
}

function assessment(record: Told): Sentence[] {
  const responses = record.interventions.flatMap((one) => {
    const response = responseTo(record, one.id);
    const told = response ? responseText(one, response) : "";
    const sentences = told && response ? [sentence(told, [one.id, response.id])] : [];
    if (one.skilled_need) {
      const need = `A therapist was needed for ${one.technique}: ${trimStop(lowerFirst(one.skilled_need))}.`;
      sentences.push(sentence(need, [one.id]));
    }
    return sentences;
  });
  return [...responses, ...record.measures.flatMap((one) => changeSentence(record, one))];
}

/** What a measure tells against the first one of the episode, with the published MDC where one fits. */
function changeSentence(record: Told, row: MeasureRow): Sentence[] {
  const first = record.history.find((one) => seriesKey(one.row) === seriesKey(row));
  const known = measureOf(row.measure);
  if (!first || !known) return [];
  const mdc = publishedFor(known.mdc, record.episode.diagnoses ?? [], first.row.value);
  const { direction, beyond } = trendOf(known, first.row.value, row.value, mdc);
  const against = mdc ? `${valueText(row.measure, mdc.value, row.unit)} (${mdc.population})` : "";
  const sure =
    direction === "same" || beyond === null
      ? ""
      : beyond
        ? `, more than the minimal detectable change of ${against}`
        : `, within the minimal detectable change of ${against}`;
  const was = `${valueText(row.measure, first.row.value, first.row.unit)} on ${dayText(first.day).slice(4)}`;
  const text = `${measureLabel(row.measure, row.side)}: ${DIRECTION[direction]} since ${was}${sure}.`;
  return [sentence(text, [row.id, first.row.id])];
}

const DIRECTION = { better: "better", worse: "worse", same: "unchanged" } as const;

function plan(record: Told): Sentence[] {
  const steps = record.responses.flatMap((one) => {
    const technique = record.interventions.find((row) => row.id === one.intervention_id)?.technique ?? "";
    const next = trimStop(lowerFirst(one.next_step ?? ""));
    const once = trimStop(lowerFirst(one.progression_criterion ?? ""));
    if (!next && !once) return [];
    const text = next
      ? `Next visit: ${technique}, ${next}${once ? `, once this is met: ${once}` : ""}.`
      : `${technique} goes further once this is met: ${once}.`;
    return [sentence(text, [one.id])];
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
