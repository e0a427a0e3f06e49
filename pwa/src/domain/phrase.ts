/** Small grammar of the note: lists, first letters, full stops. */

/** "hip, knee and ankle". */
export function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Words without the full stop that somebody typed at their end. */
export function trimStop(text: string): string {
  return text.trim().replace(/[.\s]+$/, "");
}

/** Lower the first letter, unless the word is an abbreviation such as "PNF" or "BAPS". */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
