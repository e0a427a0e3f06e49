/** Dollars as people write and type them; everywhere else money is whole cents. */

/** Whole cents as dollars, e.g. 248000 as "$2,480.00". */
export function dollars(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return `${cents < 0 ? "−" : ""}$${whole.toLocaleString("en-US")}.${rest}`;
}

const TYPED = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{2}))?$/;

/** Read what was typed, in cents; null when it is no amount of dollars and cents. */
export function centsOf(typed: string): number | null {
  const found = TYPED.exec(typed.trim());
  if (!found) return null;
  return Number((found[1] ?? "").replaceAll(",", "")) * 100 + Number(found[2] ?? 0);
}
