/** A visit as stretches of time, for the ribbon: codes, pauses, gaps; untimed ones first. */
import { codeLabel } from "../../domain/codes";
import type { EffectiveSegment } from "../../domain/segment";
import { pauseReason } from "../../domain/segment";
import type { UntimedRow } from "../../domain/types";
import { timeOf } from "../../state/patients";
import { rows } from "../../state/vault";
import type { Stretch } from "../../ui";
import { words as w } from "../../words";
import { clock as words } from "../../words/clock";

/** Shorter gaps between two codes are not drawn: nobody treats on the second. */
const LEAST_GAP_SECONDS = 20;
/** A running visit's strip is at least so long, so that a young one does not fill it. */
const LEAST_STRIP_SECONDS = 1800;

/** `now` in ms closes what runs; `open` says that a pause at the end still goes on. */
export function stretchesOf(
  segments: readonly EffectiveSegment[],
  untimed: readonly UntimedRow[],
  now: number,
  open = false,
): Stretch[] {
  const outlined = untimed.map((one) => ({
    key: one.id,
    kind: "untimed" as const,
    seconds: Math.max(60, one.minutes * 60),
    label: one.code,
  }));
  return [...outlined, ...timed(segments, now), ...pausing(segments, open ? now : 0)];
}

/** The pause that goes on now. */
function pausing(segments: readonly EffectiveSegment[], now: number): Stretch[] {
  const last = segments.at(-1);
  if (!now || !last?.ended_at || last.ended_because !== "pause") return [];
  return [{ key: "pausing", kind: "pause", seconds: Math.max(1, (now - Date.parse(last.ended_at)) / 1000) }];
}

function timed(segments: readonly EffectiveSegment[], now: number): Stretch[] {
  const strip: Stretch[] = [];
  let until: number | null = null;
  let paused = false;
  for (const one of segments) {
    const from = Date.parse(one.started_at);
    const to = one.ended_at === null ? now : Date.parse(one.ended_at);
    if (until !== null && (from - until) / 1000 >= LEAST_GAP_SECONDS) {
      strip.push({ key: `before-${one.id}`, kind: paused ? "pause" : "gap", seconds: (from - until) / 1000 });
    }
    strip.push({
      key: one.id,
      kind: "code",
      seconds: Math.max(1, (to - Math.max(from, until ?? from)) / 1000),
      code: one.code,
      label: one.code,
      assistant: one.performer === "assistant",
      running: one.ended_at === null,
    });
    until = Math.max(until ?? 0, to);
    paused = one.ended_because === "pause";
  }
  const used = strip.reduce((sum, one) => sum + one.seconds, 0);
  const open = segments.some((one) => one.ended_at === null);
  if (open) strip.push({ key: "still", kind: "still", seconds: Math.max(300, LEAST_STRIP_SECONDS - used) });
  return strip;
}

/** The same in words, for a screen reader. */
export function stretchesText(segments: readonly EffectiveSegment[], untimed: readonly UntimedRow[]): string {
  const parts = segments.flatMap((one, i) => [
    w.time.stretch(
      timeOf(one.started_at),
      one.ended_at === null ? null : timeOf(one.ended_at),
      one.code,
      w.treating[one.performer],
    ),
    ...pauseText(one, segments[i + 1]),
  ]);
  const others = untimed.map((one) => w.time.untimedStretch(one.code, codeLabel(one.code), one.minutes));
  return [...parts, ...others].join(", ") || w.time.none;
}

function pauseText(one: EffectiveSegment, next: EffectiveSegment | undefined): string[] {
  if (one.ended_because !== "pause" || one.ended_at === null) return [];
  const reason = pauseReason(rows.value, one.recorded);
  const to = next ? timeOf(next.started_at) : null;
  return [words.pause.told(timeOf(one.ended_at), to, reason && words.pause.reason[reason])];
}
