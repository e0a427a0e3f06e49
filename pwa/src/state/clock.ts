/**
 * The present, as a signal: whole seconds for the clock, and a slow one for sums.
 *
 * Elapsed time is always computed from stored instants; this only says when to look
 * again. It also notices that the tablet slept, or that somebody moved its clock.
 */
import { signal } from "@preact/signals";
import { uuid7 } from "../domain/ids";

/** Names this run of the page; a time fact carries it, so that readings of one run can be compared. */
export const PAGE_RUN = uuid7(Date.now());
/** Milliseconds since 1970, renewed every second. */
export const now = signal(Date.now());
/** The same, renewed every ten seconds: for minutes and units. */
export const slowNow = signal(Date.now());

/** Time that passed unseen, in ms since 1970: the tablet slept, or its clock was set. */
export interface Gap {
  kind: "slept" | "clock-set";
  from: number;
  to: number;
}
export const gap = signal<Gap | null>(null);

const SLOW_MS = 10_000;
const UNSEEN_MS = 60_000;
/** Hidden pages are woken once a minute; that is not sleep. */
const HIDDEN_MS = 130_000;

let lastWall = Date.now();
let lastRunning = performance.now();
let phase = 0;

/** Start ticking; call once. */
export function startClock(): void {
  tick();
  document.addEventListener("visibilitychange", look);
}

/** Let whole seconds fall where those of a running clock do. `startedAt` in ms. */
export function tickWith(startedAt: number): void {
  phase = startedAt % 1000;
}

/** Milliseconds that never go back, as time facts carry them. */
export function monotonic(): number {
  return Math.round(performance.now());
}

function tick(): void {
  look();
  const since = (Date.now() - phase) % 1000;
  setTimeout(tick, 1000 - since + 5);
}

function look(): void {
  const wall = Date.now();
  const running = performance.now();
  noticeGap(wall - lastWall, running - lastRunning, wall);
  lastWall = wall;
  lastRunning = running;
  now.value = wall;
  if (Math.abs(wall - slowNow.value) >= SLOW_MS) slowNow.value = wall;
}

function noticeGap(wallPassed: number, ranFor: number, wall: number): void {
  if (Math.abs(wallPassed - ranFor) > UNSEEN_MS) {
    const slept = wallPassed > 0 && ranFor < HIDDEN_MS;
    gap.value = { kind: slept ? "slept" : "clock-set", from: wall - wallPassed, to: wall };
  } else if (ranFor > (document.hidden ? HIDDEN_MS : UNSEEN_MS + 5000)) {
    gap.value = { kind: "slept", from: wall - wallPassed, to: wall };
  }
}
