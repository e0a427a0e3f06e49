/**
 * The present, as a signal: whole seconds for the clock, and a slow one for sums.
 *
 * Elapsed time is always computed from stored instants; this only says when to look
 * again. It also notices that the tablet slept, or that somebody moved its clock.
 */
import { signal } from "@preact/signals";
import { uuid7 } from "../domain/ids";
import { offsetMinutes } from "../domain/time";
import { noteAlive, noticeGap } from "./evidence";
import { vault } from "./vault";

/** Names this run of the page; a time fact carries it, so that readings of one run can be compared. */
export const PAGE_RUN = uuid7(Date.now());
/** Milliseconds since 1970, renewed every second. */
export const now = signal(Date.now());
/** The same, renewed every ten seconds: for minutes and units. */
export const slowNow = signal(Date.now());

const SLOW_MS = 10_000;

let lastWall = Date.now();
let lastRunning = performance.now();
let phase = 0;

/** Start ticking; call once. */
export function startClock(): void {
  noteAlive(Date.now(), true);
  tick();
  document.addEventListener("visibilitychange", look);
}

/** Let whole seconds fall where those of a running clock do. `startedAt` in ms. */
export function tickWith(startedAt: number): void {
  phase = startedAt % 1000;
}

const ASK_ZONE_AGAIN_MS = 600_000;
let zone = { name: "", offset: Number.NaN, askedAt: 0 };

/** The IANA zone of this tablet at `at` (ms). Asking takes milliseconds, so not with every tap. */
export function localZone(at: number): string {
  const offset = offsetMinutes(at);
  if (offset !== zone.offset || Math.abs(at - zone.askedAt) > ASK_ZONE_AGAIN_MS) {
    zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, offset, askedAt: at };
  }
  return zone.name;
}

/** Milliseconds that never go back, as time facts carry them. */
export function monotonic(): number {
  return Math.round(performance.now());
}

function tick(): void {
  const since = (Date.now() - phase) % 1000;
  setTimeout(tick, 1000 - since + 5); // first: whatever looking meets, the clock goes on
  look();
}

function look(): void {
  const wall = Date.now();
  const running = performance.now();
  const offset = vault.peek()?.forSync.clockOffsetMs() ?? null;
  noticeGap(wall - lastWall, running - lastRunning, wall, document.hidden, offset);
  noteAlive(wall);
  lastWall = wall;
  lastRunning = running;
  now.value = wall;
  if (Math.abs(wall - slowNow.value) >= SLOW_MS) slowNow.value = wall;
}
