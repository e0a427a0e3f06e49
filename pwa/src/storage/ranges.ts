/** Numbers as ranges, so that thousands fit into a line. */
import type { Range } from "./api";

/** Join numbers that follow each other; the queues are in the order of their numbers or nearly so. */
export function rangesOf(numbered: readonly { n: number }[]): Range[] {
  const ranges: [number, number][] = [];
  for (const n of numbered.map((one) => one.n).sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges;
}
