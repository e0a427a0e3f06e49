/**
 * What speaks for when treatment really ended: touches, signs of life, time that passed unseen.
 *
 * Instants and opaque ids only, so it is kept in clear: it must outlive a kill of the app,
 * when no vault is open. Nothing here changes a time; features/timing/Repair.tsx asks.
 */
import { signal } from "@preact/signals";
import type { Gap } from "../domain/repair";
import { remember, remembered } from "./remembered";

const ALIVE = "kinesync-alive";
const TOUCHES = "kinesync-touches";
const GAPS = "kinesync-gaps";
const DECIDED = "kinesync-decided";

const ALIVE_EVERY_MS = 10_000;
const TOUCH_EVERY_MS = 60_000;
const UNSEEN_MS = 60_000;
/** Hidden pages are woken once a minute; that is not sleep. */
const HIDDEN_MS = 130_000;
const MOST_TOUCHES = 600;
const MOST = 60;

export interface SeenGap extends Gap {
  /** Server clock minus tablet clock when it began, in ms; tells sleep from a clock that was set. */
  offset: number | null;
}

export const gaps = signal<readonly SeenGap[]>(read<SeenGap>(GAPS));
/** Keys of doubts that the clinician has decided. */
export const decided = signal<readonly string[]>(read<string>(DECIDED));

let touches: number[] = read<number>(TOUCHES);
let alive = 0;

export function touchesSeen(): readonly number[] {
  return touches;
}

/** Note that somebody touched the tablet. */
export function noteTouch(at: number): void {
  if (at - (touches.at(-1) ?? 0) < TOUCH_EVERY_MS && at >= (touches.at(-1) ?? 0)) return;
  touches = [...touches, at].slice(-MOST_TOUCHES);
  write(TOUCHES, touches);
}

/** Note that the app runs; an earlier run that ended unseen leaves a gap. Call at start, then each second. */
export function noteAlive(at: number, first = false): void {
  if (first) {
    const last = Number(remembered(ALIVE) ?? 0);
    if (last > 0 && at - last > UNSEEN_MS)
      noteGap({ kind: "killed", from: last, to: at, ran: 0, offset: null });
  }
  if (!first && Math.abs(at - alive) < ALIVE_EVERY_MS) return;
  alive = at;
  remember(ALIVE, String(at));
}

/**
 * Notice that time passed unseen: the tablet slept, or its clock was set.
 *
 * `wallPassed` by the tablet's clock, `ranFor` by the counter that nobody can set; ms.
 */
export function noticeGap(
  wallPassed: number,
  ranFor: number,
  wall: number,
  hidden: boolean,
  offset: number | null,
): void {
  const from = wall - wallPassed;
  if (Math.abs(wallPassed - ranFor) > UNSEEN_MS) {
    const kind = wallPassed > 0 && ranFor < HIDDEN_MS ? "slept" : "clock-set";
    noteGap({ kind, from, to: wall, ran: ranFor, offset });
  } else if (ranFor > (hidden ? HIDDEN_MS : UNSEEN_MS + 5000)) {
    noteGap({ kind: "slept", from, to: wall, ran: 0, offset });
  }
}

function noteGap(gap: SeenGap): void {
  gaps.value = [...gaps.value, gap].slice(-MOST);
  write(GAPS, gaps.value);
}

/** The gaps as they look now: when the server's clock stayed and ours moved, it was set, not asleep. */
export function gapsKnown(offsetNow: number): Gap[] {
  return gaps.value.map((one) => {
    const jumped = one.to - one.from - one.ran;
    const moved = one.offset === null ? 0 : one.offset - offsetNow;
    const set = Math.abs(jumped) > UNSEEN_MS && Math.abs(moved - jumped) < UNSEEN_MS / 2;
    return set ? { ...one, kind: "clock-set" as const } : one;
  });
}

/** The clinician has decided about a doubt. */
export function decide(key: string): void {
  decided.value = [...decided.value, key].slice(-MOST);
  write(DECIDED, decided.value);
}

function read<T>(key: string): T[] {
  try {
    const kept: unknown = JSON.parse(remembered(key) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return [];
  }
}

function write(key: string, value: readonly unknown[]): void {
  remember(key, JSON.stringify(value));
}
