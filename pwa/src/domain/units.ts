/**
 * A preview of units and modifiers, so that nobody waits for a network to see them.
 *
 * The server decides. This follows the same three ways of counting and the same
 * golden cases (tests/golden): Medicare's eighth minute over the day's total
 * (CMS Pub. 100-04, chapter 5, section 20.2.C), the midpoint per code, and whole
 * quarter hours only. CQ/CO: CMS, calendar year 2022 rule (section 20.1).
 */
import type { CodeMinutes } from "./minutes";
import type { Discipline } from "./types";

export type Counting = "cms8" | "midpoint" | "full15";

/** The parts of a payer policy that a preview needs. */
export interface PreviewPolicy {
  counting: Counting;
  therapy_modifier: boolean;
  assistant_modifiers: boolean;
}

export interface PreviewLine {
  code: string;
  units: number;
  modifiers: string[];
}

const UNIT = 15;
const QUARTER_SECONDS = 900;
const EIGHT_MINUTES_SECONDS = 480;

/** The shipped policies as far as a preview goes; an organization's own extends one of them. */
const SHIPPED: Readonly<Record<string, PreviewPolicy>> = {
  "medicare-part-b": { counting: "cms8", therapy_modifier: true, assistant_modifiers: true },
  "commercial-midpoint": { counting: "midpoint", therapy_modifier: true, assistant_modifiers: false },
  "full-15": { counting: "full15", therapy_modifier: true, assistant_modifiers: false },
};

/** The policy that `base` with `overrides` makes, or null when this version does not know `base`. */
export function previewPolicy(base: string, overrides: Record<string, unknown>): PreviewPolicy | null {
  const shipped = SHIPPED[base];
  return shipped ? { ...shipped, ...(overrides as Partial<PreviewPolicy>) } : null;
}

/** Units of the bands 8–22, 23–37 …: the eighth minute and every fifteen after it. */
export function unitsIn(minutes: number): number {
  return Math.floor((minutes + 7) / UNIT);
}

/** Units of each timed code, in the order given. `prefer` decides among equal remainders only. */
export function timedUnits(
  day: readonly CodeMinutes[],
  counting: Counting,
  prefer: readonly string[] = [],
): number[] {
  if (counting === "midpoint") return day.map((code) => unitsIn(code.minutes));
  const whole = day.map((code) => Math.floor(code.minutes / UNIT));
  if (counting === "full15") return whole;
  const total = unitsIn(day.reduce((sum, code) => sum + code.minutes, 0));
  let left = total - whole.reduce((sum, units) => sum + units, 0);
  for (const i of byRemainder(day, prefer)) {
    if (left-- <= 0) break;
    whole[i] = (whole[i] ?? 0) + 1;
  }
  return whole;
}

function byRemainder(day: readonly CodeMinutes[], prefer: readonly string[]): number[] {
  const rank = (code: string) => (prefer.includes(code) ? prefer.indexOf(code) : prefer.length);
  return day
    .map((code, i) => ({ ...code, i }))
    .sort(
      (a, b) =>
        (b.minutes % UNIT) - (a.minutes % UNIT) ||
        rank(a.code) - rank(b.code) ||
        b.minutes - a.minutes ||
        a.i - b.i,
    )
    .map((code) => code.i);
}

/** How many of a code's units the assistant gave: those carry CQ or CO. */
export function assistantUnits(code: CodeMinutes, units: number): number {
  const therapist = code.seconds - code.assistant_seconds;
  const [own, own_left] = [Math.floor(therapist / QUARTER_SECONDS), therapist % QUARTER_SECONDS];
  const [hers, hers_left] = [
    Math.floor(code.assistant_seconds / QUARTER_SECONDS),
    code.assistant_seconds % QUARTER_SECONDS,
  ];
  const without = Math.min(own, units);
  const withOnes = Math.min(hers, units - without);
  const left = units - without - withOnes;
  if (left === 0) return withOnes;
  if (left === 1) {
    if (own_left >= EIGHT_MINUTES_SECONDS) return withOnes;
    return withOnes + (hers_left * 10 > own_left + hers_left ? 1 : 0);
  }
  return withOnes + (own_left >= EIGHT_MINUTES_SECONDS ? left - 1 : left);
}

/** Lines as the server would probably write them; codes without a unit are left out. */
export function previewLines(
  timed: readonly CodeMinutes[],
  untimed: readonly { code: string; by_assistant: boolean }[],
  policy: PreviewPolicy,
  discipline: Discipline,
  prefer: readonly string[] = [],
): PreviewLine[] {
  const therapy = policy.therapy_modifier ? [discipline === "OT" ? "GO" : "GP"] : [];
  const assistant = discipline === "OT" ? "CO" : "CQ";
  const units = timedUnits(timed, policy.counting, prefer);
  const lines = timed.flatMap((code, i) => {
    const total = units[i] ?? 0;
    const hers = policy.assistant_modifiers ? assistantUnits(code, total) : 0;
    return [
      { code: code.code, units: total - hers, modifiers: therapy },
      { code: code.code, units: hers, modifiers: [...therapy, assistant] },
    ].filter((line) => line.units > 0);
  });
  const once = new Map(untimed.map((one) => [one.code, one]));
  for (const one of once.values()) {
    const marked = policy.assistant_modifiers && one.by_assistant;
    lines.push({ code: one.code, units: 1, modifiers: marked ? [...therapy, assistant] : therapy });
  }
  return lines;
}
