/**
 * What a dose says against last time: progressed, maintained or regressed, what changed, what could come next.
 *
 * All of it is proposed; it counts only when the clinician confirms it. Harder is what
 * the ranks say: more repetitions, a less steady surface, less help.
 */
import type { Dose, Progression } from "./types";

type Figure =
  | "sets"
  | "reps"
  | "hold_seconds"
  | "level"
  | "rest_seconds"
  | "cue_count"
  | "errors"
  | "losses_of_balance";
type Ranked = "position" | "surface" | "base_of_support" | "support" | "vision" | "resistance" | "assistance";

/** +1: more of it is harder; -1: less of it is harder. */
const FIGURES: Readonly<Record<Figure, 1 | -1>> = {
  sets: 1,
  reps: 1,
  hold_seconds: 1,
  level: 1,
  rest_seconds: -1,
  cue_count: -1,
  errors: -1,
  losses_of_balance: -1,
};

/** Easier first. A word that is not in its list is not compared. */
const RANKS: Readonly<Record<Ranked, readonly string[]>> = {
  position: ["supine", "side-lying", "half sitting", "sitting", "kneeling", "standing"],
  surface: ["firm", "foam", "uneven", "moving"],
  base_of_support: ["apart", "together", "tandem", "single leg"],
  support: ["two hands", "one hand", "fingertips", "none"],
  vision: ["eyes open", "eyes closed"],
  resistance: ["none", "light manual", "moderate manual"],
  assistance: ["maximal", "moderate", "minimal", "contact guard", "standby", "independent"],
};

/** Where a ranked word is harder although it is "less": these say whether somebody or something helps. */
const HELP: readonly Ranked[] = ["assistance", "support"];

/** What the dose says, or null when it says nothing or points both ways. */
export function proposedProgression(last: Dose, today: Dose): Progression | null {
  const signs = [...signsOf(last, today).values()];
  if (signs.length === 0) return null;
  const up = signs.some((sign) => sign > 0);
  const down = signs.some((sign) => sign < 0);
  if (up && down) return null;
  return up ? "progressed" : down ? "regressed" : "maintained";
}

/** For each field that both doses have: 1 harder today, 0 the same, -1 easier. */
function signsOf(last: Dose, today: Dose): Map<Figure | Ranked, number> {
  const signs = new Map<Figure | Ranked, number>();
  for (const [field, harder] of Object.entries(FIGURES) as [Figure, 1 | -1][]) {
    const [a, b] = [last[field], today[field]];
    if (a !== undefined && b !== undefined) signs.set(field, Math.sign(b - a) * harder || 0);
  }
  for (const [field, ranks] of Object.entries(RANKS) as [Ranked, readonly string[]][]) {
    const [a, b] = [ranks.indexOf(last[field] ?? ""), ranks.indexOf(today[field] ?? "")];
    if (a >= 0 && b >= 0) signs.set(field, Math.sign(b - a));
  }
  return signs;
}

/** Whether the help or the cues became less, more or stayed, as far as the doses tell; null when they do not. */
export function helpChange(last: Dose, today: Dose): "less" | "same" | "more" | null {
  const signs = signsOf(last, today);
  const told = [...HELP, "cue_count" as const]
    .map((field) => signs.get(field))
    .filter((one) => one !== undefined);
  if (told.length === 0) return null;
  const less = told.some((sign) => sign > 0);
  const more = told.some((sign) => sign < 0);
  if (less && more) return null;
  return less ? "less" : more ? "more" : "same";
}

const NAMES: Readonly<Record<Figure, string>> = {
  sets: "sets",
  reps: "repetitions",
  hold_seconds: "seconds of hold",
  level: "level",
  rest_seconds: "seconds of rest",
  cue_count: "cues",
  errors: "errors",
  losses_of_balance: "losses of balance",
};

/** What differs, in words: "8 to 10 repetitions", "two hands to one hand". Empty when nothing does. */
export function doseChanges(last: Dose, today: Dose): string[] {
  const figures = (Object.keys(FIGURES) as Figure[]).flatMap((field) => {
    const [a, b] = [last[field], today[field]];
    if (a === undefined || b === undefined || a === b) return [];
    return field === "level" ? [`level ${a} to ${b}`] : [`${a} to ${b} ${NAMES[field]}`];
  });
  const ranked = (Object.keys(RANKS) as Ranked[]).flatMap((field) => {
    const [a, b] = [last[field], today[field]];
    return a && b && a !== b ? [`${worded(field, a)} to ${worded(field, b)}`] : [];
  });
  const task = !last.dual_task && today.dual_task ? [`a second task: ${today.dual_task}`] : [];
  return [...figures, ...ranked, ...task];
}

function worded(field: Ranked, word: string): string {
  if (field === "support" && word === "none") return "no hand";
  if (field === "resistance" && word === "none") return "no resistance";
  if (field === "assistance" && ["maximal", "moderate", "minimal"].includes(word)) return `${word} help`;
  if (field === "base_of_support") return word === "single leg" ? "one leg" : `feet ${word}`;
  return word;
}

const MOST_STEPS = 4;

const ON: Readonly<Record<string, string>> = {
  foam: "On foam",
  uneven: "On uneven ground",
  moving: "On a moving surface",
};

/** Steps that would be harder by one rank or a usual amount, for the clinician to choose from. */
export function nextSteps(dose: Dose): string[] {
  const ranked = (["assistance", "support", "base_of_support", "surface", "vision"] as const).map((field) => {
    const at = RANKS[field].indexOf(dose[field] ?? "");
    const next = at < 0 ? undefined : RANKS[field][at + 1];
    if (next === undefined) return "";
    return field === "surface" ? (ON[next] ?? next) : upperFirst(worded(field, next));
  });
  const steps = [
    dose.level === undefined ? "" : `Level ${dose.level + 1}`,
    ...ranked,
    dose.cue_count ? "Fewer cues" : "",
    dose.reps === undefined ? "" : `${dose.reps + 2} repetitions`,
    dose.hold_seconds === undefined ? "" : `Hold ${dose.hold_seconds + 10} seconds`,
  ];
  return steps.filter(Boolean).slice(0, MOST_STEPS);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
