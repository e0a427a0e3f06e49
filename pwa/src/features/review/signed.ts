/** Reading the signed bytes back: parsed to be shown, never written anew. */

export interface SignedSentence {
  text: string;
  from: string[];
  typed: boolean;
}

export interface SignedNote {
  title: string;
  patient_line: string;
  sections: { section: string; sentences: SignedSentence[] }[];
}

/** The note inside the signed content, or null when the bytes are not a note we know. */
export function signedNote(content: string): SignedNote | null {
  const parsed = parse(content) as { note?: SignedNote } | null;
  return parsed?.note && Array.isArray(parsed.note.sections) ? parsed.note : null;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}

/** The sentences that name any of these rows. */
export function sentencesFrom(note: SignedNote, rows: readonly string[]): SignedSentence[] {
  return note.sections.flatMap((one) =>
    one.sentences.filter((sentence) => sentence.from.some((id) => rows.includes(id))),
  );
}
