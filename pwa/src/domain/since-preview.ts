/**
 * What the server decided otherwise than the tablet had previewed when a visit was signed, and why.
 *
 * The preview is made again from the bytes that were signed, so that every tablet, and whoever asks a year
 * later, compares with the same lines. Minutes that came or went since (another visit, a correction) are the
 * reason that is named first; otherwise the server's own derivation is.
 */
import { isKnownVersion } from "./content";
import { minutesPerCode } from "./minutes";
import type { BillingLine, BillingResult, Discipline, SegmentRow, UntimedRow } from "./types";
import { type PreviewLine, type PreviewPolicy, previewLines } from "./units";

/** Units under one set of modifiers. */
export interface Units {
  units: number;
  modifiers: string[];
}

/** One code whose lines differ. `because` is the server's reason, or null when minutes say enough. */
export interface Decided {
  code: string;
  previewed: Units[];
  decided: Units[];
  /** Minutes of the code as signed and as billed, where they differ. */
  minutes: { signed: number; billed: number } | null;
  because: string | null;
}

/** The lines that were previewed, and the minutes they were made of. */
export interface SignedPreview {
  lines: PreviewLine[];
  minutes: ReadonlyMap<string, number>;
}

interface SignedFacts {
  segments: Pick<SegmentRow, "code" | "performer" | "started_at" | "ended_at">[];
  untimed: Pick<UntimedRow, "code" | "minutes" | "performer">[];
}

/**
 * Preview once more what was signed: one content for each visit of the day that was signed by then.
 * Null when a content is of a version that this tablet does not know.
 */
export function previewOfSigned(
  contents: readonly string[],
  policy: PreviewPolicy,
  discipline: Discipline,
): SignedPreview | null {
  const facts = contents.map(factsOf);
  if (!allKnown(facts)) return null;
  const timed = minutesPerCode(
    facts.flatMap((one) => one.segments),
    0,
  );
  const untimed = facts.flatMap((one) => one.untimed);
  const minutes = new Map(timed.map((one) => [one.code, one.minutes]));
  for (const one of untimed) minutes.set(one.code, (minutes.get(one.code) ?? 0) + one.minutes);
  const marked = untimed.map((one) => ({ code: one.code, by_assistant: one.performer === "assistant" }));
  return { lines: previewLines(timed, marked, policy, discipline), minutes };
}

function factsOf(content: string): SignedFacts | null {
  const signed = JSON.parse(content) as { content_version?: unknown; facts: SignedFacts };
  return isKnownVersion(signed.content_version) ? signed.facts : null;
}

function allKnown(facts: readonly (SignedFacts | null)[]): facts is SignedFacts[] {
  return !facts.includes(null);
}

/** The codes that the server billed otherwise, in the order of its lines; none when all is as previewed. */
export function sincePreview(preview: SignedPreview, result: BillingResult): Decided[] {
  const own = result.lines.filter((line) => !line.outside);
  const codes = new Set([
    ...own.map((line) => line.code),
    ...result.unbilled.map((one) => one.code),
    ...preview.lines.map((line) => line.code),
  ]);
  return [...codes].flatMap((code) => {
    const previewed = preview.lines.filter((line) => line.code === code);
    const decided = own.filter((line) => line.code === code);
    return sameUnits(previewed, decided) ? [] : [difference(code, preview, previewed, decided, result)];
  });
}

function difference(
  code: string,
  preview: SignedPreview,
  previewed: readonly PreviewLine[],
  decided: readonly BillingLine[],
  result: BillingResult,
): Decided {
  const signed = preview.minutes.get(code) ?? 0;
  const without = result.unbilled.find((one) => one.code === code);
  const billed = decided.reduce((sum, line) => sum + line.minutes, without?.minutes ?? 0);
  return {
    code,
    previewed: previewed.map(bare),
    decided: decided.map(bare),
    minutes: signed === billed ? null : { signed, billed },
    because: reason(previewed, decided, without?.because ?? null),
  };
}

const bare = ({ units, modifiers }: Units): Units => ({ units, modifiers });
const total = (lines: readonly Units[]) => lines.reduce((sum, line) => sum + line.units, 0);
const known = (lines: readonly Units[]) =>
  lines.map((line) => `${line.units} ${[...line.modifiers].sort().join(" ")}`).sort();

function sameUnits(previewed: readonly Units[], decided: readonly Units[]): boolean {
  return known(previewed).join() === known(decided).join();
}

/** Which rule puts a modifier on a line. */
const RULES: Readonly<Record<string, string>> = {
  CQ: "assistant",
  CO: "assistant",
  GP: "therapy-modifier",
  GO: "therapy-modifier",
  KX: "kx",
};
const DISTINCT: ReadonlySet<string> = new Set(["59", "XE", "XS", "XP", "XU"]);

function reason(
  previewed: readonly Units[],
  decided: readonly BillingLine[],
  unbilled: string | null,
): string | null {
  if (decided.length === 0) return unbilled;
  if (total(previewed) !== total(decided)) return says(decided, "units");
  const before = new Set(previewed.flatMap((line) => line.modifiers));
  const added = decided.flatMap((line) => line.modifiers).find((modifier) => !before.has(modifier));
  const rule = added === undefined ? "assistant" : DISTINCT.has(added) ? "edits" : RULES[added];
  return says(decided, rule ?? "extra-modifier");
}

/** What the server says of a rule: of edits the last step, which names the modifier; else the first. */
function says(lines: readonly BillingLine[], rule: string): string | null {
  const steps = lines.flatMap((line) => line.derivation).filter((step) => step.rule === rule);
  return (rule === "edits" ? steps.at(-1) : steps[0])?.says ?? null;
}
