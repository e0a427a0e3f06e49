/** Every word of a version, in no more and no longer fields than the server takes. */
import { StorageFault } from "../storage";

/** One field of a version, as it stands on the screen. */
export interface Named {
  name: string;
  text: string;
}

/** The server takes no more fields of one version (server/visits/kept/schemas.py). */
const MOST_FIELDS = 60;
/** The server takes no longer text in one field, counted in characters (server/visits/fields.py). */
const LONGEST_TEXT = 20_000;

/**
 * Say all of it: a text that is too long goes on in a field of the same name, and the last
 * fields go together into one where there are too many. Throws StorageFault "too-big".
 */
export function fitting(words: readonly Named[]): Named[] {
  for (let apart = words.length; apart >= 0; apart--) {
    const fields = [...words.slice(0, apart), ...inOne(words.slice(apart))].flatMap(inPieces);
    if (fields.length <= MOST_FIELDS) return fields;
  }
  throw new StorageFault("too-big");
}

function inOne([first, ...rest]: readonly Named[]): Named[] {
  if (!first) return [];
  return [{ ...first, text: [first.text, ...rest.map(({ name, text }) => `${name}: ${text}`)].join("\n") }];
}

/** Cut between characters: half of one is refused. */
function inPieces({ name, text }: Named): Named[] {
  if (text.length <= LONGEST_TEXT) return [{ name, text }];
  const signs = [...text];
  return Array.from({ length: Math.ceil(signs.length / LONGEST_TEXT) }, (_, i) => ({
    name,
    text: signs.slice(i * LONGEST_TEXT, (i + 1) * LONGEST_TEXT).join(""),
  }));
}
