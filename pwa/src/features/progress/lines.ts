/** From what was recorded to the lines that are drawn and the tables that are read. */
import { shownNumber } from "../../domain/measures";
import { type Felt, HELP_RANKS, isBeyond, type MeasureSeries, type Point } from "../../domain/progress";
import { dayText } from "../../domain/time";
import { progress as p } from "../../words/measures";
import type { Line } from "./draw";

/** A chart: its name, how it reads, and what is drawn. */
export interface Chart {
  key: string;
  title: string;
  under: string;
  line: Line;
  /** "beyond MDC", or why there is no band. */
  tag: { text: string; beyond: boolean } | null;
  note: string | null;
}

export function measureChart(series: MeasureSeries): Chart {
  const { measure, points, goal, mdc } = series;
  const text = (value: number) => (measure ? shownNumber(measure, value) : String(value));
  const first = points[0]?.value ?? 0;
  const unit = measure?.shown.unit ?? series.unit;
  const better = measure ? (measure.better === "more" ? p.betterMore : p.betterLess) : "";
  const last = isBeyond(series, points.at(-1)?.value ?? first);
  return {
    key: series.key,
    title: series.label,
    under: [unit, better].filter(Boolean).join(", "),
    line: {
      ...over(points),
      text,
      goal: goal === null ? null : { value: goal, text: `${p.goal} ${text(goal).replace(/\.0+$/, "")}` },
      band: mdc && { low: first - mdc.value, high: first + mdc.value },
      beyond: points.map(({ value }) => isBeyond(series, value)),
      whole: false,
      steps: null,
    },
    tag: last === null || points.length < 2 ? null : { text: last ? p.beyond : p.within, beyond: last },
    note: mdc
      ? `MDC ${text(mdc.value)} ${unit}, ${mdc.population}. ${mdc.source}.${mdc.checked ? "" : ` ${p.unchecked}.`}`
      : p.noBand,
  };
}

const FELT = { cues: p.cues, pain: p.pain, assistance: p.assistance } as const;

export function feltChart({ id, points }: Felt): Chart {
  const steps = id === "assistance" ? HELP_RANKS : null;
  return {
    key: id,
    title: FELT[id],
    under: p.betterLess,
    line: {
      ...over(points),
      text: (value) => (steps ? (steps[value] ?? "") : String(value)),
      goal: null,
      band: null,
      beyond: points.map(() => null),
      whole: true,
      steps,
    },
    tag: null,
    note: null,
  };
}

function over(points: readonly Point[]): Pick<Line, "xs" | "ys" | "days"> {
  return {
    xs: points.map(({ day }, place) => Date.parse(`${day}T00:00:00Z`) / 1000 + place * 0.001),
    ys: points.map(({ value }) => value),
    days: points.map(({ day }) => dayText(day).slice(4)),
  };
}
