/** The note of the visit before, as it was signed: what today's is held against. */
import type { NoteSection } from "../domain/narrative";
import { similarity } from "../domain/similarity";
import { type VisitRecord, visitsBefore } from "../domain/visit";
import { rows } from "./vault";

export interface LastNote {
  /** ISO day of the visit. */
  day: string;
  sentences: string[];
}

/** The latest signed note of the episode before this visit, or null when none is on this tablet. */
export function lastNote(record: VisitRecord): LastNote | null {
  const signatures = [...rows.value.signature.values()];
  for (const visit of visitsBefore(rows.value, record.visit)) {
    const signed = signatures.filter((one) => one.visit_id === visit.id).at(-1);
    if (signed) return { day: visit.date_of_service, sentences: sentencesOf(signed.content) };
  }
  return null;
}

function sentencesOf(content: string): string[] {
  const { note } = JSON.parse(content) as { note: { sections: NoteSection[] } };
  return note.sections.flatMap((section) => section.sentences.map((one) => one.text));
}

/** Whole percent of today's words that stand in the last note too, or null. */
export function sameAsLast(sections: readonly NoteSection[], last: LastNote): number | null {
  const today = sections.flatMap((section) => section.sentences.map((one) => one.text));
  return similarity(today.join(" "), last.sentences.join(" "));
}
