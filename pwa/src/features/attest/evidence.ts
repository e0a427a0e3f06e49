/** What the record of a day shows about one code, on a scale that two codes share. */
import { minutesPerCode } from "../../domain/minutes";
import { type EffectiveSegment, segmentsOf } from "../../domain/segment";
import { at } from "../../domain/time";
import type { Rows } from "../../domain/types";
import type { Stretch } from "../../ui";

export interface CodeEvidence {
  code: string;
  /** Whole minutes over the day, clock or typed; null when none of these visits has the code. */
  minutes: number | null;
  clocked: boolean;
  segments: EffectiveSegment[];
  regions: string[];
  strip: Stretch[];
}

/** Gather both codes of a pair over the visits of their day. `now` in ms closes a running segment. */
export function evidence(
  rows: Rows,
  visitIds: readonly string[],
  codes: readonly [string, string],
  now: number,
): CodeEvidence[] {
  const ids = new Set(visitIds);
  const all = segmentsOf(rows, ids);
  const shown = all.filter((one) => codes.includes(one.code));
  const from = Math.min(...shown.map((one) => at(one.started_at)));
  const to = Math.max(...shown.map((one) => end(one, now)));
  const counted = minutesPerCode(all, now);
  return codes.map((code) => {
    const segments = shown.filter((one) => one.code === code);
    const typed = [...rows.untimed.values()].filter(
      (one) => ids.has(one.visit_id) && one.code === code && !one.removed,
    );
    const clocked = counted.find((one) => one.code === code);
    const minutes =
      clocked?.minutes ?? (typed.length ? typed.reduce((sum, one) => sum + one.minutes, 0) : null);
    const strip = segments.length ? stripOf(segments, from, to, now) : [];
    return {
      code,
      minutes,
      clocked: clocked !== undefined,
      segments,
      regions: regionsOf(rows, ids, code),
      strip,
    };
  });
}

function end(segment: EffectiveSegment, now: number): number {
  return segment.ended_at === null ? now : at(segment.ended_at);
}

function stripOf(segments: readonly EffectiveSegment[], from: number, to: number, now: number): Stretch[] {
  const strip: Stretch[] = [];
  let until = from;
  const gap = (upTo: number, key: string) => {
    if (upTo > until) strip.push({ key, kind: "gap", seconds: (upTo - until) / 1000 });
  };
  for (const one of segments) {
    const start = Math.max(at(one.started_at), until);
    const stop = end(one, now);
    if (stop <= start) continue;
    gap(start, `before-${one.id}`);
    strip.push({
      key: one.id,
      kind: "code",
      seconds: (stop - start) / 1000,
      code: one.code,
      label: one.code,
      assistant: one.performer === "assistant",
    });
    until = stop;
  }
  gap(to, "after");
  return strip;
}

function regionsOf(rows: Rows, ids: ReadonlySet<string>, code: string): string[] {
  const of = [...rows.intervention.values()].filter(
    (one) => ids.has(one.visit_id) && one.code === code && !one.removed,
  );
  const days = [...ids].flatMap((id) => rows.visit.get(id) ?? []);
  const others = [...rows.procedure.values()].filter(
    (one) =>
      one.code === code &&
      !one.removed &&
      days.some((day) => day.patient_id === one.patient_id && day.date_of_service === one.date_of_service),
  );
  return [...new Set([...of, ...others].flatMap((one) => one.regions))];
}
