/**
 * What a figure can be. The bounds come from server/documentation/data/limits.json:
 * the server refuses what the tablet refuses where it is typed.
 */
import limits from "../../../server/documentation/data/limits.json";
import type { Dose, ResponseRow } from "./types";

export interface Limit {
  least: number;
  most: number;
  usual_least?: number;
  usual_most?: number;
}

export type DoseFigure = keyof typeof limits.dose & keyof Dose;
export type ResponseFigure = keyof typeof limits.response & keyof ResponseRow;

export const DOSE_LIMITS = limits.dose as Readonly<Record<DoseFigure, Limit>>;
export const RESPONSE_LIMITS = limits.response as Readonly<Record<ResponseFigure, Limit>>;

/** Why a number cannot be, or null when it can. `bound` is the least or the most allowed. */
export type Impossible = { kind: "not-whole" } | { kind: "low" | "high"; bound: number };

/** What is wrong with a number, or null. */
export function impossible(value: number, { least, most }: Limit): Impossible | null {
  if (!Number.isInteger(value)) return { kind: "not-whole" };
  if (value < least) return { kind: "low", bound: least };
  if (value > most) return { kind: "high", bound: most };
  return null;
}

/** Whether a number that can be is still so rare that it should be looked at once more. */
export function isUnusual(value: number, limit: Limit): boolean {
  if (impossible(value, limit)) return false;
  const { usual_least = limit.least, usual_most = limit.most } = limit;
  return value < usual_least || value > usual_most;
}

/** Figures that would have to be less than their partner and are not, e.g. diastolic and systolic. */
export function impossiblePairs(figures: Partial<Record<ResponseFigure, number | null>>): [string, string][] {
  return (limits.below as [ResponseFigure, ResponseFigure][]).filter(([low, high]) => {
    const [a, b] = [figures[low] ?? null, figures[high] ?? null];
    return a !== null && b !== null && a >= b;
  });
}

/** A patient's own limit that a figure touches: e.g. `systolic_max` 160 with 165. */
export function vitalLimit(
  field: string,
  value: number | null,
  own: Readonly<Record<string, number>>,
): { bound: number; side: "max" | "min" } | null {
  if (value === null) return null;
  const max = own[`${field}_max`];
  const min = own[`${field}_min`];
  if (max !== undefined && value >= max) return { bound: max, side: "max" };
  if (min !== undefined && value <= min) return { bound: min, side: "min" };
  return null;
}
