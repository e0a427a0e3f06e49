/**
 * What is signed: the exact bytes that stood on the screen.
 *
 * Canonical JSON of the facts, the note in sentences, its language and version,
 * the author and the meaning. The server hashes these bytes, checks each fact
 * against its own rows, keeps them for good and never renders them anew.
 */
import { canonical } from "./canonical";
import { NARRATIVE_VERSION, type NoteSection, narrative } from "./narrative";
import type { Author, InterventionRow, MeasureRow, ResponseRow } from "./types";
import type { VisitRecord } from "./visit";

/** The shapes in which notes were ever signed: each can be read and checked for good. */
export type ContentVersion = 1 | 2;
export const CONTENT_VERSION: ContentVersion = 2;

interface Shape {
  intervention: readonly (keyof InterventionRow)[];
  response: readonly (keyof ResponseRow)[];
  measure: readonly (keyof MeasureRow)[];
}

const FIRST: Shape = {
  intervention: [
    "id",
    "code",
    "technique",
    "regions",
    "purpose",
    "goal_id",
    "frequency",
    "intensity",
    "duration",
    "dose",
    "skilled_need",
  ],
  response: ["id", "intervention_id", "tolerance", "quality", "progression", "text"],
  measure: ["id", "measure", "value", "unit", "side"],
};

const SHAPES: Readonly<Record<ContentVersion, Shape>> = {
  1: FIRST,
  // `technique` is an activity's name as it was when it was recorded, `activity_id` which one it is.
  2: {
    intervention: [...FIRST.intervention, "activity_id", "deficit"],
    response: [
      ...FIRST.response,
      "assistance_change",
      "pain_before",
      "pain_after",
      "exertion",
      "heart_rate",
      "systolic",
      "diastolic",
      "spo2",
      "dizziness",
      "fatigue",
      "adverse",
      "adverse_action",
      "progression_criterion",
      "progression_reason",
      "next_step",
    ],
    measure: [...FIRST.measure, "trials"],
  },
};

/** Whether a note of this version can be read here; a newer app may have signed it. */
export function isKnownVersion(version: unknown): version is ContentVersion {
  return version === 1 || version === 2;
}

/** The words of the note that are not sentences; they come from the language in use. */
export interface NoteWords {
  language: string;
  title: string;
  patient_line: string;
  meaning: string;
}

/** The text to sign. `signedAt` is an instant in UTC. Hash its UTF-8 bytes with sha256. */
export function signedContent(
  record: VisitRecord,
  author: Author,
  words: NoteWords,
  signedAt: string,
): string {
  return canonical({
    kind: "kinesync-visit-note",
    content_version: CONTENT_VERSION,
    language: words.language,
    narrative_version: NARRATIVE_VERSION,
    facts: facts(record),
    note: { title: words.title, patient_line: words.patient_line, sections: note(narrative(record)) },
    author: {
      clinician_id: author.clinician_id,
      name: author.name,
      credentials: author.credentials,
      meaning: words.meaning,
    },
    signed_at: signedAt,
  });
}

function note(sections: readonly NoteSection[]): NoteSection[] {
  return sections.filter((one) => one.sentences.length > 0);
}

/** Each fact as the server holds it, so that it can compare field by field; in the shape of a version. */
export function facts(
  record: VisitRecord,
  version: ContentVersion = CONTENT_VERSION,
): Record<string, unknown> {
  const { visit } = record;
  const shape = SHAPES[version];
  return {
    visit: pick(visit, ["id", "patient_id", "episode_id", "date_of_service", "started_at", "ended_at"]),
    segments: record.segments.map((one) =>
      pick(one, ["id", "code", "performer", "clinician_id", "started_at", "ended_at", "provenance"]),
    ),
    untimed: record.untimed.map((one) => pick(one, ["id", "code", "minutes", "performer"])),
    interventions: record.interventions.map((one) => pick(one, shape.intervention)),
    responses: record.responses.map((one) => pick(one, shape.response)),
    measures: record.measures.map((one) => pick(one, shape.measure)),
    sections: record.sections.filter((one) => one.text !== "").map((one) => pick(one, ["section", "text"])),
    minutes: record.minutes.map((one) => pick(one, ["code", "minutes"])),
    total_timed_minutes: record.total_timed_minutes,
    total_treatment_minutes: record.total_treatment_minutes,
    contributors: record.contributors.map((one) => ({
      clinician_id: one.id,
      name: one.name,
      credentials: one.credentials,
    })),
  };
}

/** What a row from before a field was there does not say is nothing, as it is on the server. */
function pick<T extends object, K extends keyof T>(row: T, fields: readonly K[]): Pick<T, K> {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null])) as Pick<T, K>;
}
