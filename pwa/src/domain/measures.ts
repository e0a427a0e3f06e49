/**
 * Measures: how trials become a value, how a value reads, and whether a change is more than chance.
 *
 * Values are whole numbers in the unit of server/documentation/data/measures.json,
 * which also holds the published changes with their sources.
 */
import catalogue from "../../../server/documentation/data/measures.json";
import { isPursued } from "./goals";
import { type Impossible, impossible, isUnusual, type Limit } from "./limits";
import type { GoalRow, MeasureRow } from "./types";

/** A published change, in the stored unit. `from` and `to` bound the first score it holds for. */
export interface Published {
  value: number;
  population: string;
  icd: string[];
  from?: number;
  to?: number;
  source: string;
  checked: boolean;
}

export interface Measure extends Limit {
  id: string;
  label: string;
  short: string;
  unit: string;
  better: "more" | "less";
  shown: { unit: string; divide: number; decimals: number };
  by: "score" | "stopwatch" | "trials";
  combine?: "mean" | "best" | "sum" | "held" | "speed";
  trials?: number;
  cap?: number;
  distance_mm?: number;
  conditions?: string[];
  sided?: boolean;
  how: string;
  mdc: Published[];
  mcid: Published[];
}

export const MEASURES = catalogue.measures as Measure[];
const BY_ID = new Map(MEASURES.map((one) => [one.id, one]));

/** A measure of the catalogue, or null for one that somebody named otherwise. */
export function measureOf(id: string): Measure | null {
  return BY_ID.get(id) ?? null;
}

/** The name of a measure, with the side where it has one. */
export function measureLabel(id: string, side: string | null): string {
  const label = measureOf(id)?.label ?? id;
  return side ? `${label}, ${side}` : label;
}

/** "17.6 s" for 17600 of Timed Up and Go; the bare value and unit of a measure we do not know. */
export function valueText(id: string, value: number, unit: string): string {
  const known = measureOf(id);
  if (!known) return `${value} ${unit}`.trim();
  return `${shownNumber(known, value)}${known.shown.unit === "°" ? "" : " "}${known.shown.unit}`;
}

/** One trial as it is read: a time in seconds, anything else like the value. */
export function trialText(measure: Measure, trial: number): string {
  if (measure.by === "stopwatch") return `${(trial / 1000).toFixed(1)} s`;
  return valueText(measure.id, trial, measure.unit);
}

/** The number alone, as people read it. */
export function shownNumber({ shown }: Measure, value: number): string {
  return (value / shown.divide).toFixed(shown.decimals);
}

/** The stored whole number of what somebody typed, e.g. 17600 of "17.6" or "17,6"; null when it is no number. */
export function storedNumber({ shown }: Measure, typed: string): number | null {
  const text = typed.trim().replace(",", ".");
  if (!/^-?\d+(\.\d+)?$/.test(text)) return null;
  return Math.round(Number(text) * shown.divide);
}

/**
 * The value that trials make, or null while there are none.
 *
 * Times are in milliseconds. Speed is in mm a second: distance by the mean time.
 */
export function combined(measure: Measure, trials: readonly number[]): number | null {
  if (trials.length === 0) return null;
  const sum = trials.reduce((all, one) => all + one, 0);
  const mean = sum / trials.length;
  switch (measure.combine) {
    case "best":
      return measure.better === "more" ? Math.max(...trials) : Math.min(...trials);
    case "sum":
      return trials.reduce((all, one) => all + Math.min(one, measure.cap ?? one), 0);
    case "held":
      return held(trials, measure.cap ?? 0);
    case "speed":
      return mean === 0 ? null : Math.round(((measure.distance_mm ?? 0) * 1000) / mean);
    default:
      return Math.round(mean);
  }
}

/** How many of the stages were held, up to the first that was not. */
function held(trials: readonly number[], cap: number): number {
  const failed = trials.findIndex((one) => one < cap);
  return failed < 0 ? trials.length : failed;
}

/** What is wrong with a value, or null. */
export function impossibleValue(measure: Measure, value: number): Impossible | null {
  return impossible(value, measure);
}

export function isUnusualValue(measure: Measure, value: number): boolean {
  return isUnusual(value, measure);
}

/**
 * The published change that fits best: of the diagnoses, else of the first score, else the first one.
 *
 * A diagnosis fits an entry when its code begins with one of the entry's.
 */
export function publishedFor(
  entries: readonly Published[],
  diagnoses: readonly { code: string }[],
  first: number,
): Published | null {
  const fits = (one: Published) =>
    diagnoses.some(({ code }) => one.icd.some((begin) => code.startsWith(begin)));
  const general = entries.filter((one) => one.icd.length === 0);
  const within = general.find((one) => first >= (one.from ?? -Infinity) && first <= (one.to ?? Infinity));
  return entries.find(fits) ?? within ?? null;
}

export interface Trend {
  first: number;
  now: number;
  /** Better, worse or unchanged against the first value, whatever the size of the change. */
  direction: "better" | "worse" | "same";
  /** Whether the change is more than the published MDC; null where none fits. */
  beyond: boolean | null;
}

/** From the first value to the latest one. */
export function trendOf(measure: Measure, first: number, now: number, mdc: Published | null): Trend {
  const gain = measure.better === "more" ? now - first : first - now;
  const direction = gain > 0 ? "better" : gain < 0 ? "worse" : "same";
  return { first, now, direction, beyond: mdc ? Math.abs(gain) > mdc.value : null };
}

/** The target of a goal about this measure, in the stored unit: of the one pursued, else the last; null when none has one. */
export function targetOf(
  measure: Measure,
  goals: readonly Pick<GoalRow, "measure" | "target" | "met_on" | "ended_on">[],
): number | null {
  const aimed = goals.filter((one) => one.measure === measure.id && one.target !== null);
  const goal = aimed.find(isPursued) ?? aimed.at(-1);
  const found = /-?\d+(?:[.,]\d+)?/.exec(goal?.target ?? "");
  return found ? storedNumber(measure, found[0]) : null;
}

/** What belongs together in one line: the measure and its side. */
export function seriesKey(row: Pick<MeasureRow, "measure" | "side">): string {
  return `${row.measure}|${row.side ?? ""}`;
}
