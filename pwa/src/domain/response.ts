/** The response to an intervention in one sentence, from what was recorded of it. */
import { trimStop } from "./phrase";
import type { InterventionRow, ResponseRow } from "./types";

const TOLERANCE = {
  well: "tolerated well",
  effort: "tolerated with effort",
  poor: "tolerated poorly",
} as const;
const QUALITY = { better: "movement better", same: "movement unchanged", worse: "movement worse" } as const;

/** "PNF: progressed (8 to 10 repetitions), tolerated well, movement better." Empty when nothing is recorded. */
export function responseText(intervention: InterventionRow, response: ResponseRow): string {
  const parts = [
    progression(response),
    response.tolerance && TOLERANCE[response.tolerance],
    response.quality && QUALITY[response.quality],
    response.assistance_change && trimStop(response.assistance_change),
    ...felt(response),
    ...vitals(response),
  ].filter(Boolean);
  const built = parts.length > 0 ? `${intervention.technique}: ${parts.join(", ")}.` : "";
  const words = response.text?.trim() ?? "";
  const own = words && (built ? words : `${intervention.technique}: ${words}`);
  return [built, own && stopped(own), adverse(intervention, response)].filter(Boolean).join(" ");
}

function progression({ progression: word, progression_reason: reason }: ResponseRow): string {
  if (!word) return "";
  return reason ? `${word} (${trimStop(reason)})` : word;
}

function felt(response: ResponseRow): string[] {
  return [
    pain(response),
    response.exertion === null ? "" : `exertion ${response.exertion} of 10`,
    response.dizziness === null ? "" : response.dizziness ? "dizziness" : "no dizziness",
    response.fatigue === null ? "" : response.fatigue ? "fatigue" : "no fatigue",
  ];
}

function pain({ pain_before: before, pain_after: after }: ResponseRow): string {
  if (before !== null && after !== null) return `pain ${before} before and ${after} after, of 10`;
  if (after !== null) return `pain ${after} of 10 after`;
  return before === null ? "" : `pain ${before} of 10 before`;
}

function vitals({ heart_rate, systolic, diastolic, spo2 }: ResponseRow): string[] {
  return [
    heart_rate === null ? "" : `heart rate ${heart_rate}`,
    pressure(systolic, diastolic),
    spo2 === null ? "" : `SpO₂ ${spo2} %`,
  ];
}

function pressure(systolic: number | null, diastolic: number | null): string {
  if (systolic !== null && diastolic !== null) return `blood pressure ${systolic}/${diastolic}`;
  if (systolic !== null) return `systolic pressure ${systolic}`;
  return diastolic === null ? "" : `diastolic pressure ${diastolic}`;
}

function adverse(
  { technique }: InterventionRow,
  { adverse: seen, adverse_action: done }: ResponseRow,
): string {
  if (!seen) return "";
  const action = done ? ` What was done: ${trimStop(done)}.` : "";
  return `Adverse response to ${technique}: ${trimStop(seen)}.${action}`;
}

function stopped(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
