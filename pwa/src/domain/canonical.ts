/**
 * One way to write a value as bytes, so that two machines hash the same.
 *
 * Keys sorted by code unit, no white space, UTF-8, integers only. The server
 * writes the same (server/db.py); what is signed and what a receipt names is this.
 */

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Write `value` canonically. Throws on a number that is not a safe integer. */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError("Only whole numbers can be written canonically.");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") {
    const fields = value as Record<string, unknown>;
    const keys = Object.keys(fields)
      .filter((key) => fields[key] !== undefined)
      .sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`).join(",")}}`;
  }
  throw new TypeError(`A ${typeof value} cannot be written canonically.`);
}

/** The SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
