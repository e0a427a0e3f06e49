/** How a dose reads, and what changed since last time. Computed, then confirmed by the clinician. */
import type { Dose, Progression } from "./types";

/** The figures of a dose as people say them: "2 × 10, hold 30 s". Empty when none is recorded. */
export function doseFigures(dose: Dose): string {
  const parts: string[] = [];
  if (dose.sets !== undefined && dose.reps !== undefined) parts.push(`${dose.sets} × ${dose.reps}`);
  else if (dose.sets !== undefined) parts.push(`${dose.sets} ${dose.sets === 1 ? "set" : "sets"}`);
  else if (dose.reps !== undefined) parts.push(`${dose.reps} reps`);
  if (dose.hold_seconds !== undefined) parts.push(`hold ${dose.hold_seconds} s`);
  if (dose.rest_seconds !== undefined) parts.push(`rest ${dose.rest_seconds} s`);
  return parts.join(", ");
}

/** The circumstances of a dose in a fixed order, so that the eye finds what differs from last time. */
export function doseCircumstances(dose: Dose): string {
  const parts = [
    dose.level === undefined ? "" : `level ${dose.level}`,
    dose.position,
    dose.surface,
    dose.base_of_support,
    dose.support,
    dose.vision,
    dose.dual_task,
    dose.equipment,
    dose.resistance,
    dose.assistance === undefined ? "" : assistanceText(dose.assistance),
    cues(dose),
    dose.errors === undefined ? "" : `${dose.errors} ${dose.errors === 1 ? "error" : "errors"}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function assistanceText(assistance: string): string {
  return assistance === "independent" ? assistance : `${assistance} help`;
}

function cues(dose: Dose): string {
  const type = dose.cue_type && dose.cue_type !== "none" ? `${dose.cue_type} ` : "";
  if (dose.cue_count !== undefined)
    return `${dose.cue_count} ${type}${dose.cue_count === 1 ? "cue" : "cues"}`;
  if (dose.cue_type === "none") return "no cues";
  return type ? `${type}cues` : "";
}

/** More of these is harder; the help given runs the other way. */
const HARDER_WHEN_MORE = ["sets", "reps", "hold_seconds", "level"] as const;
const HARDER_WHEN_LESS = ["rest_seconds", "cue_count", "errors"] as const;
const ASSISTANCE = ["maximal", "moderate", "minimal", "contact guard", "standby", "independent"];
const SUPPORT = ["two hands", "one hand", "fingertips", "none"];

/**
 * What the figures say about progression, or null when they say nothing or point both ways.
 *
 * A proposal: it counts only when the clinician confirms it.
 */
export function proposedProgression(last: Dose, today: Dose): Progression | null {
  const signs = [
    ...HARDER_WHEN_MORE.map((field) => compare(today[field], last[field])),
    ...HARDER_WHEN_LESS.map((field) => compare(last[field], today[field])),
    compareRank(ASSISTANCE, today.assistance, last.assistance),
    compareRank(SUPPORT, today.support, last.support),
  ].filter((sign): sign is number => sign !== null);
  if (signs.length === 0) return null;
  const up = signs.some((sign) => sign > 0);
  const down = signs.some((sign) => sign < 0);
  if (up && down) return null;
  return up ? "progressed" : down ? "regressed" : "maintained";
}

function compare(a: number | undefined, b: number | undefined): number | null {
  return a === undefined || b === undefined ? null : Math.sign(a - b);
}

function compareRank(ranks: readonly string[], a: string | undefined, b: string | undefined): number | null {
  if (a === undefined || b === undefined) return null;
  const [rankA, rankB] = [ranks.indexOf(a), ranks.indexOf(b)];
  return rankA < 0 || rankB < 0 ? null : Math.sign(rankA - rankB);
}
