/** Which words stand in one text only: a word diff small enough to read. */

export interface Part {
  text: string;
  only: boolean;
}

/** Longer texts are shown whole; the table of a diff grows with both lengths. */
const MOST_WORDS = 600;

/** Cut `text` into parts that also stand in `other`, in order, and parts that do not. */
export function onlyIn(text: string, other: string): Part[] {
  const [mine, theirs] = [text.split(/(\s+)/), other.split(/(\s+)/)];
  if (mine.length > MOST_WORDS || theirs.length > MOST_WORDS) return [{ text, only: false }];
  const shared = common(mine, theirs);
  const parts: Part[] = [];
  mine.forEach((word, i) => {
    const only = !shared.has(i) && word.trim() !== "";
    const last = parts.at(-1);
    if (last && (last.only === only || word.trim() === "")) last.text += word;
    else parts.push({ text: word, only });
  });
  return parts;
}

/** Places in `a` of a longest sequence of words that `b` has too. */
function common(a: readonly string[], b: readonly string[]): Set<number> {
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = longest[i];
    for (let j = b.length - 1; j >= 0 && row; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const places = new Set<number>();
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      places.add(i);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return places;
}
