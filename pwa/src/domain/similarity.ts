/**
 * How much of a note stands in the last one too: advice before signing, never a block.
 *
 * The share of this note's words that are matched by words of the last note, each
 * word there matching once. Figures count as words; case and punctuation do not.
 */

/** Whole percent of the words of `note` that stand in `last` too; null when either holds no word. */
export function similarity(note: string, last: string): number | null {
  const words = wordsOf(note);
  const left = counted(wordsOf(last));
  if (words.length === 0 || left.size === 0) return null;
  let same = 0;
  for (const word of words) {
    const there = left.get(word) ?? 0;
    if (there === 0) continue;
    left.set(word, there - 1);
    same += 1;
  }
  return Math.floor((100 * same) / words.length);
}

/** The sentences of a note that stand word for word in the last one. */
export function sameSentences(sentences: readonly string[], last: readonly string[]): string[] {
  const known = new Set(last.map(plain));
  return sentences.filter((one) => known.has(plain(one)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function plain(text: string): string {
  return wordsOf(text).join(" ");
}

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
