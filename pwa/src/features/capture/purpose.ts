/** The purpose put together from taps: "Improve range and strength of hip, knee and ankle". */
import { capture as c } from "../../words/capture";

const JOINTS: Readonly<Record<string, readonly string[]>> = {
  "upper extremity": ["shoulder", "elbow", "wrist"],
  "lower extremity": ["hip", "knee", "ankle"],
};

/** What the aims are of: a limb by its joints, anything else by its name without the side. */
export function partsOf(regions: readonly string[]): string[] {
  const named = regions.map((one) => one.replace(/^(left|right|bilateral) /, ""));
  return [...new Set(named.flatMap((one) => JOINTS[one] ?? [one]))];
}

/** The aims that a purpose of our making holds; none of one that somebody typed. */
export function aimsIn(purpose: string): string[] {
  const found = /^Improve (.+?)(?: of .+)?$/.exec(purpose);
  const named = (found?.[1] ?? "").split(/, | and /);
  return named.every((one) => (c.aims as readonly string[]).includes(one)) ? named : [];
}

/** The purpose with one more aim, or without it; an empty text when none is left. */
export function withAim(purpose: string, aim: string, regions: readonly string[]): string {
  const known = aimsIn(purpose);
  const aims = c.aims.filter((one) => (one === aim ? !known.includes(one) : known.includes(one)));
  return aims.length === 0 ? "" : c.improve(joined(aims), joined(partsOf(regions)));
}

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
