/**
 * The codes a therapist can record, with our own short labels.
 *
 * CPT code numbers are the AMA's; the labels are ours and are not its descriptors.
 * Which codes are timed (15 minutes) and which are not: CMS Pub. 100-04, chapter 5, section 20.2.
 */
import type { Discipline } from "./types";

export interface Code {
  code: string;
  label: string;
  short: string;
  timed: boolean;
}

/** Timed codes, 97112 first: the order in which buttons stand. */
export const TIMED: readonly Code[] = [
  { code: "97112", label: "Neuromuscular re-education", short: "Neuro", timed: true },
  { code: "97110", label: "Therapeutic exercise", short: "Exercise", timed: true },
  { code: "97530", label: "Therapeutic activities", short: "Activities", timed: true },
  { code: "97116", label: "Gait training", short: "Gait", timed: true },
  { code: "97140", label: "Manual therapy", short: "Manual", timed: true },
  { code: "97535", label: "Self-care training", short: "Self-care", timed: true },
];

const GROUP: Code = { code: "97150", label: "Group therapy", short: "Group", timed: false };

const PT_EVALUATIONS: readonly Code[] = [
  { code: "97161", label: "Evaluation, low complexity", short: "Eval low", timed: false },
  { code: "97162", label: "Evaluation, moderate complexity", short: "Eval moderate", timed: false },
  { code: "97163", label: "Evaluation, high complexity", short: "Eval high", timed: false },
  { code: "97164", label: "Re-evaluation", short: "Re-eval", timed: false },
];

const OT_EVALUATIONS: readonly Code[] = [
  { code: "97165", label: "Evaluation, low complexity", short: "Eval low", timed: false },
  { code: "97166", label: "Evaluation, moderate complexity", short: "Eval moderate", timed: false },
  { code: "97167", label: "Evaluation, high complexity", short: "Eval high", timed: false },
  { code: "97168", label: "Re-evaluation", short: "Re-eval", timed: false },
];

const ALL = new Map([...TIMED, GROUP, ...PT_EVALUATIONS, ...OT_EVALUATIONS].map((code) => [code.code, code]));

/** The untimed codes of a discipline, group therapy first. */
export function untimedCodes(discipline: Discipline): readonly Code[] {
  return [GROUP, ...(discipline === "OT" ? OT_EVALUATIONS : PT_EVALUATIONS)];
}

/** Our label of a code, or the number itself for one without a label here. */
export function codeLabel(code: string): string {
  return ALL.get(code)?.label ?? code;
}

/** The one-word label that fits a button, or the number itself. */
export function codeShort(code: string): string {
  return ALL.get(code)?.short ?? code;
}

/** Whether minutes of this code are pooled into units. */
export function isTimed(code: string): boolean {
  return ALL.get(code)?.timed ?? false;
}
