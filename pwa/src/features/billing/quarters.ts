/** Whole quarter hours and what is left over, for the drawing of a derivation. */
import type { BillingResult } from "../../domain/types";

export interface QuarterRow {
  code: string;
  minutes: number;
  whole: number;
  left: number;
  units: number;
}

const QUARTER = 15;

/** One row a timed code of the day, in the order of the lines; a code split by CQ/CO is one row. */
export function quarterRows(result: BillingResult): QuarterRow[] {
  const rows = new Map<string, { minutes: number; units: number }>();
  const add = (code: string, minutes: number, units: number) => {
    const row = rows.get(code) ?? { minutes: 0, units: 0 };
    rows.set(code, { minutes: row.minutes + minutes, units: row.units + units });
  };
  for (const line of result.lines) {
    if (line.derivation.some((step) => step.rule === "units")) add(line.code, line.minutes, line.units);
  }
  const timed = new Set(rows.keys());
  const spare = result.timed_minutes - [...rows.values()].reduce((sum, row) => sum + row.minutes, 0);
  for (const one of result.unbilled) {
    if (!timed.has(one.code) && one.minutes <= spare) add(one.code, one.minutes, 0);
  }
  return [...rows].map(([code, { minutes, units }]) => ({
    code,
    minutes,
    units,
    whole: Math.floor(minutes / QUARTER),
    left: minutes % QUARTER,
  }));
}

/** How full each box of a row is, in percent: the whole quarters, the started one, and an empty one if none is. */
export function boxes(row: QuarterRow): number[] {
  const started = row.left > 0 ? [Math.round((row.left / QUARTER) * 100)] : [];
  return [...Array<number>(row.whole).fill(100), ...started];
}
