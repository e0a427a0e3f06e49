/**
 * One line over the visits of an episode, drawn with uPlot: the goal dashed, the MDC band behind it.
 *
 * A point inside the band is hollow, one beyond it is filled, so that nothing depends on
 * colour. Colours are the tokens', read from the page, so both themes draw alike.
 */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Line {
  /** Seconds since 1970 of each day, rising. */
  xs: number[];
  ys: number[];
  /** What is written at the days. */
  days: string[];
  /** How a value is written. */
  text: (value: number) => string;
  goal: { value: number; text: string } | null;
  band: { low: number; high: number } | null;
  /** For each point whether it is beyond the band; null without one. */
  beyond: (boolean | null)[];
  /** Only whole steps make sense, such as cues. */
  whole: boolean;
  /** Names of the steps, from 0 on, where the value is a rank. */
  steps: readonly string[] | null;
}

interface Look {
  ink: string;
  pencil: string;
  rule: string;
  band: string;
  edge: string;
  line: string;
  good: string;
  sheet: string;
  font: string;
}

const TOKENS: Readonly<Record<Exclude<keyof Look, "font">, string>> = {
  ink: "--ink",
  pencil: "--pencil",
  rule: "--rule",
  band: "--sunk",
  edge: "--edge",
  line: "--c97112-fill",
  good: "--good",
  sheet: "--sheet",
};
/** Room for a day such as "20 Nov", and what the left axis takes. */
const LABEL_PX = 66;
const LEFT_PX = 56;
const STEPS_PX = 118;
const RIGHT_PX = 92;
/** What is written beside a point stands clear of its ring. */
const BESIDE_PX = 13;
const SPARE = 0.12;

/** Draw into an element; call the answer's `destroy` before drawing anew. */
export function draw(into: HTMLElement, line: Line, width: number, height: number): uPlot {
  const look = lookOf(into);
  const options: uPlot.Options = {
    width,
    height,
    pxAlign: 1,
    padding: [14, RIGHT_PX, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false, range: () => xRange(line) }, y: { range: () => yRange(line) } },
    axes: [xAxis(line, look, width), yAxis(line, look)],
    series: [{}, { stroke: look.line, width: 3, points: { show: false } }],
    hooks: {
      drawClear: [(plot) => fillBand(plot, line, look)],
      draw: [(plot) => drawGoal(plot, line, look), (plot) => drawPoints(plot, line, look)],
    },
  };
  return new uPlot(options, [line.xs, line.ys], into);
}

/** The colours as they stand on the page now, whichever the theme. */
export function lookOf(near: HTMLElement): Look {
  const probe = near.ownerDocument.createElement("i");
  near.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, colour(token)]));
  const font = getComputedStyle(probe).fontFamily;
  probe.remove();
  return { ...(found as Omit<Look, "font">), font };
}

function xRange({ xs }: Line): [number, number] {
  const [first = 0, last = 1] = [xs[0], xs.at(-1)];
  const DAY = 86_400;
  return first === last ? [first - DAY, last + DAY] : [first, last];
}

function yRange({ ys, goal, band, steps, whole }: Line): [number, number] {
  if (steps) return [0, steps.length - 1];
  const all = [...ys, ...(goal ? [goal.value] : []), ...(band ? [band.low, band.high] : [])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const spare = Math.max((high - low) * SPARE, Math.abs(high) * 0.02, whole ? 1 : 0.001);
  return [Math.max(0, low - spare), high + spare];
}

function xAxis(line: Line, look: Look, width: number): uPlot.Axis {
  const { xs, days } = line;
  const kept = roomy(line, width - RIGHT_PX - (line.steps ? STEPS_PX : LEFT_PX));
  return {
    stroke: look.pencil,
    font: `600 15px ${look.font}`,
    grid: { show: false },
    ticks: { show: false },
    size: 40,
    gap: 12,
    splits: () => kept,
    values: (_, splits) => splits.map((one) => days[xs.indexOf(one)] ?? ""),
  };
}

/** The days that are written: from the last one back, as many as do not touch. `room` in px. */
function roomy(line: Line, room: number): number[] {
  const [first, last] = xRange(line);
  const kept: number[] = [];
  for (const x of [...line.xs].reverse()) {
    const next = kept[0];
    if (next === undefined || ((next - x) / (last - first)) * room >= LABEL_PX) kept.unshift(x);
  }
  return kept;
}

function yAxis({ text, whole, steps }: Line, look: Look): uPlot.Axis {
  return {
    stroke: look.pencil,
    font: `600 15px ${look.font}`,
    grid: { stroke: look.rule, width: 1 },
    ticks: { show: false },
    size: steps ? STEPS_PX : LEFT_PX,
    gap: BESIDE_PX,
    space: 44,
    ...(whole ? { incrs: [1, 2, 5, 10, 20, 50] } : {}),
    ...(steps ? { splits: () => steps.map((_, rank) => rank) } : {}),
    values: (_, splits) => splits.map((one) => (steps ? (steps[one] ?? "") : short(text(one)))),
  };
}

/** "25" of "25.0": an axis needs no decimals that are nought. */
function short(text: string): string {
  return text.replace(/\.0+$/, "");
}

function fillBand(plot: uPlot, { band }: Line, look: Look): void {
  if (!band) return;
  const { left, width, top: highest, height } = plot.bbox;
  const top = Math.max(highest, plot.valToPos(band.high, "y", true));
  const bottom = Math.min(highest + height, plot.valToPos(band.low, "y", true));
  plot.ctx.fillStyle = look.band;
  plot.ctx.fillRect(left, top, width, bottom - top);
  plot.ctx.strokeStyle = look.edge;
  plot.ctx.lineWidth = uPlot.pxRatio;
  plot.ctx.strokeRect(left, top, width, bottom - top);
}

function drawGoal(plot: uPlot, { goal }: Line, look: Look): void {
  if (!goal) return;
  const { ctx, bbox } = plot;
  const y = plot.valToPos(goal.value, "y", true);
  ctx.save();
  ctx.strokeStyle = look.good;
  ctx.lineWidth = 2.5 * uPlot.pxRatio;
  ctx.setLineDash([5 * uPlot.pxRatio, 5 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
  write(plot, goal.text, bbox.left + bbox.width + BESIDE_PX * uPlot.pxRatio, y, look.good, look, "left");
}

const RADIUS = 6.5;

const APART_PX = 20;

/** Where the last value is written, so that it does not cover the goal's words. */
function clearOfGoal(plot: uPlot, goal: Line["goal"], y: number): number {
  if (!goal) return y;
  const away = y - plot.valToPos(goal.value, "y", true);
  const apart = APART_PX * uPlot.pxRatio;
  return Math.abs(away) >= apart ? y : y - away + (away < 0 ? -apart : apart);
}

function drawPoints(plot: uPlot, { xs, ys, beyond, text, steps, goal }: Line, look: Look): void {
  const { ctx } = plot;
  const at = (place: number): [number, number] => [
    plot.valToPos(xs[place] ?? 0, "x", true),
    plot.valToPos(ys[place] ?? 0, "y", true),
  ];
  xs.forEach((_, place) => {
    const [x, y] = at(place);
    ctx.beginPath();
    ctx.arc(x, y, RADIUS * uPlot.pxRatio, 0, 2 * Math.PI);
    ctx.fillStyle = beyond[place] === false ? look.sheet : look.line;
    ctx.strokeStyle = beyond[place] === false ? look.line : look.sheet;
    ctx.lineWidth = 3 * uPlot.pxRatio;
    ctx.fill();
    ctx.stroke();
  });
  if (steps) return;
  const [first, last] = [at(0), at(xs.length - 1)];
  if (xs.length > 1)
    write(plot, text(ys[0] ?? 0), first[0] + 4, first[1] - 18 * uPlot.pxRatio, look.ink, look, "left");
  const beside = last[0] + BESIDE_PX * uPlot.pxRatio;
  write(plot, text(ys.at(-1) ?? 0), beside, clearOfGoal(plot, goal, last[1]), look.ink, look, "left");
}

function write(
  { ctx }: uPlot,
  words: string,
  x: number,
  y: number,
  colour: string,
  { font }: Look,
  align: CanvasTextAlign,
): void {
  ctx.save();
  ctx.font = `720 ${17 * uPlot.pxRatio}px ${font}`;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y);
  ctx.restore();
}
