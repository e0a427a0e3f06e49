/** Goals of a plan of care, and the patient's own limits: what stands, and what a change is. */
import { RESPONSE_LIMITS, type ResponseFigure } from "./limits";
import type { GoalRow } from "./types";

/** A patient's own limits, in the order in which they are asked for; `figure` is what they bound. */
export const OWN_LIMITS: readonly { name: string; figure: ResponseFigure }[] = [
  { name: "systolic_max", figure: "systolic" },
  { name: "systolic_min", figure: "systolic" },
  { name: "diastolic_max", figure: "diastolic" },
  { name: "diastolic_min", figure: "diastolic" },
  { name: "heart_rate_max", figure: "heart_rate" },
  { name: "heart_rate_min", figure: "heart_rate" },
  { name: "spo2_min", figure: "spo2" },
  { name: "exertion_max", figure: "exertion" },
  { name: "pain_after_max", figure: "pain_after" },
];

/** Whether a goal is still pursued: neither reached nor given up. */
export function isPursued(goal: Pick<GoalRow, "met_on" | "ended_on">): boolean {
  return goal.met_on === null && !goal.ended_on;
}

/** The number of the next goal; the server gives another one if a colleague took it first. */
export function nextNumber(goals: readonly Pick<GoalRow, "number">[]): number {
  return Math.max(0, ...goals.map((one) => one.number)) + 1;
}

export interface LimitChange {
  name: string;
  seen: number | null;
  bound: number | null;
}

/** What of the limits is changed, each with what stood there before. */
export function changedLimits(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number | null>>,
): LimitChange[] {
  return OWN_LIMITS.flatMap(({ name }) => {
    const [seen, bound] = [before[name] ?? null, after[name] ?? null];
    return seen === bound ? [] : [{ name, seen, bound }];
  });
}

/** The limits that cannot be, by name: out of the figure's bounds, or the least above the most. */
export function impossibleLimits(limits: Readonly<Record<string, number | null>>): string[] {
  return OWN_LIMITS.filter(({ name, figure }) => {
    const bound = limits[name] ?? null;
    if (bound === null) return false;
    const { least, most } = RESPONSE_LIMITS[figure];
    const upper = limits[`${figure}_max`] ?? null;
    const crossed = name.endsWith("_min") && upper !== null && bound >= upper;
    return !Number.isInteger(bound) || bound < least || bound > most || crossed;
  }).map(({ name }) => name);
}
