/** Time at the driven tablet: it passes with the page's own ticks, and what the repair screen would ask. */
import { doubtsOf } from "../src/domain/repair";
import { segmentsOf } from "../src/domain/segment";
import { startClock } from "../src/state/clock";
import { gaps, gapsKnown, touchesSeen } from "../src/state/evidence";
import { openVault, rows, zone } from "../src/state/vault";
import { pass } from "./outside";

const STEP_MS = 20_000;
const page = Object.assign(new EventTarget(), { hidden: false, visibilityState: "visible" });
let ticking = false;

/** Let the page look at its clocks, as it does each second. */
export function tick(): void {
  if (!ticking) {
    Object.defineProperty(globalThis, "document", { value: page });
    startClock();
    ticking = true;
  }
  page.dispatchEvent(new Event("visibilitychange"));
}

/** Let time pass while the page looks on; ms. */
export function live(ms: number): void {
  for (let left = ms; left > 0; left -= STEP_MS) {
    pass(Math.min(STEP_MS, left));
    tick();
  }
}

/** Forget what was seen of time until now. */
export function forgetGaps(): void {
  gaps.value = [];
}

/** Ids of the segments that the repair screen asks about, of one visit. */
export function doubted(visitId: string): string[] {
  const segments = segmentsOf(rows.value, new Set([visitId]));
  const evidence = {
    gaps: gapsKnown(openVault().forSync.clockOffsetMs()),
    touches: touchesSeen(),
    starts: [],
    visitEnd: null,
    plannedEnd: null,
  };
  return doubtsOf(segments, evidence, zone.value, Date.now()).map(({ segment }) => segment.id);
}
