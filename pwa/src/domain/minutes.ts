/**
 * Minutes per code: seconds add up, and are cut to whole minutes once per code.
 *
 * Two one-on-one codes cannot share a stretch of time: each keeps only what no
 * earlier one covers. Where assistant and therapist treat under one code at the
 * same time, that time counts once, as the therapist's.
 * CMS Pub. 100-04, chapter 5, section 20.2; NCCI Policy Manual, chapter XI.
 */
import { at } from "./time";
import type { SegmentRow, UntimedRow } from "./types";

export interface CodeMinutes {
  code: string;
  /** All seconds, and those of the assistant alone. */
  seconds: number;
  assistant_seconds: number;
  minutes: number;
}

/** A stretch in milliseconds since 1970. */
interface Stretch {
  from: number;
  to: number;
}

type Timed = Pick<SegmentRow, "code" | "started_at" | "ended_at" | "performer">;

interface Kept {
  code: string;
  assistant: boolean;
  parts: Stretch[];
}

/** Sum the timed segments per code, in the order in which codes first stand; `now` (ms) closes a running one. */
export function minutesPerCode(segments: readonly Timed[], now: number): CodeMinutes[] {
  const kept = keepUncovered(segments, now);
  const codes = [...new Set(kept.map((one) => one.code))];
  return codes.map((code) => {
    const own = kept.filter((one) => one.code === code);
    const all = union(own.flatMap((one) => one.parts));
    const therapist = union(own.filter((one) => !one.assistant).flatMap((one) => one.parts));
    const seconds = Math.floor(length(all) / 1000);
    const assistant = Math.floor((length(all) - length(therapist)) / 1000);
    return { code, seconds, assistant_seconds: assistant, minutes: Math.floor(seconds / 60) };
  });
}

/** Each segment's stretch less what earlier segments of other codes cover. */
function keepUncovered(segments: readonly Timed[], now: number): Kept[] {
  const ordered = segments
    .map((segment, order) => ({ segment, order, from: at(segment.started_at) }))
    .sort((a, b) => a.from - b.from || a.order - b.order);
  const earlier: { code: string; stretch: Stretch }[] = [];
  return ordered.map(({ segment, from }) => {
    const stretch = { from, to: segment.ended_at === null ? now : at(segment.ended_at) };
    const taken = earlier.filter((one) => one.code !== segment.code).map((one) => one.stretch);
    earlier.push({ code: segment.code, stretch });
    return {
      code: segment.code,
      assistant: segment.performer === "assistant",
      parts: subtract([stretch], taken),
    };
  });
}

/** What is left of `stretches` where none of `taken` lies. Touching is no overlap. */
function subtract(stretches: readonly Stretch[], taken: readonly Stretch[]): Stretch[] {
  let left = stretches.filter((one) => one.to > one.from);
  for (const hole of taken) {
    left = left.flatMap((one) => {
      if (hole.to <= one.from || hole.from >= one.to) return [one];
      return [
        { from: one.from, to: Math.min(hole.from, one.to) },
        { from: Math.max(hole.to, one.from), to: one.to },
      ].filter((part) => part.to > part.from);
    });
  }
  return left;
}

/** The same time with every overlap counted once. */
function union(stretches: readonly Stretch[]): Stretch[] {
  const ordered = [...stretches].sort((a, b) => a.from - b.from);
  const joined: Stretch[] = [];
  for (const one of ordered) {
    const last = joined.at(-1);
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else joined.push({ ...one });
  }
  return joined;
}

function length(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, one) => sum + one.to - one.from, 0);
}

/** Total timed minutes and total treatment minutes (timed and untimed). */
export function totals(
  timed: readonly CodeMinutes[],
  untimed: readonly Pick<UntimedRow, "minutes">[],
): { timed: number; treatment: number } {
  const minutes = timed.reduce((sum, code) => sum + code.minutes, 0);
  return { timed: minutes, treatment: minutes + untimed.reduce((sum, one) => sum + one.minutes, 0) };
}
