/** How a dose reads: figures first, then circumstances, always in the same order of words. */
import type { Dose } from "./types";

/** The figures of a dose as people say them: "2 × 10, hold 30 s". Empty when none is recorded. */
export function doseFigures(dose: Dose): string {
  const parts: string[] = [];
  if (dose.sets !== undefined && dose.reps !== undefined) parts.push(`${dose.sets} × ${dose.reps}`);
  else if (dose.sets !== undefined) parts.push(counted(dose.sets, "set", "sets"));
  else if (dose.reps !== undefined) parts.push(counted(dose.reps, "rep", "reps"));
  if (dose.hold_seconds !== undefined) parts.push(`hold ${dose.hold_seconds} s`);
  if (dose.rest_seconds !== undefined) parts.push(`rest ${dose.rest_seconds} s`);
  return parts.join(", ");
}

/** The circumstances of a dose in a fixed order, so that the eye finds what differs from last time. */
export function doseCircumstances(dose: Dose): string {
  const parts = [
    dose.level === undefined ? "" : `level ${dose.level}`,
    dose.position,
    dose.surface && surfaceText(dose.surface),
    dose.base_of_support && baseText(dose.base_of_support),
    dose.support && supportText(dose.support),
    dose.vision,
    dose.dual_task && `with ${dose.dual_task}`,
    dose.equipment,
    dose.resistance && resistanceText(dose.resistance),
    dose.assistance && assistanceText(dose.assistance),
    cues(dose),
    dose.errors === undefined ? "" : counted(dose.errors, "error", "errors"),
    dose.losses_of_balance === undefined
      ? ""
      : counted(dose.losses_of_balance, "loss of balance", "losses of balance"),
  ];
  return parts.filter(Boolean).join(", ");
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

const BASES: Readonly<Record<string, string>> = {
  apart: "feet apart",
  together: "feet together",
  tandem: "heel to toe",
  "single leg": "on one leg",
};
const SURFACES: Readonly<Record<string, string>> = {
  firm: "on firm ground",
  foam: "on foam",
  uneven: "on uneven ground",
  moving: "on a moving surface",
};
const SUPPORTS: Readonly<Record<string, string>> = {
  "two hands": "two hands on support",
  "one hand": "one hand on support",
  fingertips: "fingertips on support",
  none: "no support",
};

function baseText(base: string): string {
  return BASES[base] ?? base;
}

function surfaceText(surface: string): string {
  return SURFACES[surface] ?? surface;
}

function supportText(support: string): string {
  return SUPPORTS[support] ?? support;
}

function resistanceText(resistance: string): string {
  if (resistance === "none") return "no resistance";
  return resistance.endsWith("manual") ? `${resistance} resistance` : resistance;
}

function assistanceText(assistance: string): string {
  if (assistance === "independent") return assistance;
  return assistance === "contact guard" || assistance === "standby" ? assistance : `${assistance} help`;
}

function cues(dose: Dose): string {
  const type = dose.cue_type && dose.cue_type !== "none" ? `${dose.cue_type} ` : "";
  if (dose.cue_count !== undefined)
    return `${dose.cue_count} ${type}${dose.cue_count === 1 ? "cue" : "cues"}`;
  if (dose.cue_type === "none") return "no cues";
  return type ? `${type}cues` : "";
}
