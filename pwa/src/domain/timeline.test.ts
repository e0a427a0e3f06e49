import { expect, test } from "vitest";
import type { EffectiveSegment } from "./segment";
import { dragged, gapsBetween, history, limits, type Span, spanFault, stepped, touching } from "./timeline";

const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);
const NOW = at("15:00:00.000");
const before: Span = { from: at("14:00:00.000"), to: at("14:10:05.400") };
const after: Span = { from: at("14:40:00.000"), to: at("14:50:00.000") };
const span: Span = { from: at("14:12:30.000"), to: at("14:30:00.000") };

const segment = (one: Span, id = "other"): EffectiveSegment =>
  ({
    id,
    code: "97110",
    clinician_id: "c",
    started_at: new Date(one.from).toISOString(),
    ended_at: one.to === null ? null : new Date(one.to).toISOString(),
    corrections: [],
  }) as unknown as EffectiveSegment;

test("a dragged edge stands on whole minutes", () => {
  expect(dragged("start", at("14:14:40.000"), span, [before, after], NOW)).toBe(at("14:15:00.000"));
  expect(dragged("end", at("14:33:20.000"), span, [before, after], NOW)).toBe(at("14:33:00.000"));
});

test("near a neighbour's edge it stands on that very edge", () => {
  expect(dragged("start", at("14:10:20.000"), span, [before, after], NOW)).toBe(before.to);
  expect(dragged("end", at("14:39:30.000"), span, [before, after], NOW)).toBe(after.from);
});

test("an edge passes neither a neighbour, nor the other edge, nor the present", () => {
  expect(dragged("start", at("13:30:00.000"), span, [before, after], NOW)).toBe(before.to);
  expect(dragged("end", at("14:47:00.000"), span, [before, after], NOW)).toBe(after.from);
  expect(dragged("start", at("14:31:00.000"), span, [before, after], NOW)).toBe(at("14:29:59.000"));
  expect(dragged("end", at("16:00:00.000"), span, [before], NOW)).toBe(NOW);
  expect(limits("end", { from: span.from, to: null }, [], NOW)).toEqual([span.from + 1000, NOW]);
});

test("a key moves an edge by its minutes and keeps its seconds", () => {
  expect(stepped("start", -1, span, [before, after], NOW)).toBe(at("14:11:30.000"));
  expect(stepped("end", 5, span, [before, after], NOW)).toBe(at("14:35:00.000"));
  expect(stepped("start", -5, span, [before, after], NOW)).toBe(before.to);
});

test("an edge typed in a neighbour's second means that neighbour's edge", () => {
  const typed = { from: at("14:10:05.000"), to: at("14:40:00.000") };
  expect(touching(typed, [before, after])).toEqual({ from: before.to, to: after.from });
  expect(spanFault(touching(typed, [before, after]), [segment(before), segment(after)], NOW)).toBeNull();
});

test.each([
  ["an end before the start", { from: span.from, to: at("14:12:00.000") }, "end", "backwards"],
  ["a start that is to come", { from: at("15:01:00.000"), to: null }, "start", "future"],
  ["an end that is to come", { from: span.from, to: at("15:01:00.000") }, "end", "future"],
  ["a start inside another stretch", { from: at("14:05:00.000"), to: span.to }, "start", "overlaps"],
  ["an end inside another stretch", { from: span.from, to: at("14:45:00.000") }, "end", "overlaps"],
  ["a stretch around another", { from: at("14:35:00.000"), to: at("14:55:00.000") }, "end", "overlaps"],
])("%s is refused at its field", (_what, wrong, field, kind) => {
  expect(spanFault(wrong, [segment(before), segment(after)], NOW)).toMatchObject({ field, kind });
});

test("each correction tells what stood there before it", () => {
  const correction = (change: object) =>
    ({ started_at: null, ended_at: null, code: null, performer: null, ...change }) as never;
  const corrected = {
    recorded: segment(span, "one"),
    corrections: [correction({ started_at: "2026-11-23T14:11:00.000Z" }), correction({ code: "97112" })],
  } as unknown as EffectiveSegment;
  expect(history(corrected).map(({ started_at, code }) => [started_at, code])).toEqual([
    ["2026-11-23T14:12:30.000Z", "97110"],
    ["2026-11-23T14:11:00.000Z", "97110"],
  ]);
});

test("gaps since the visit began are told, a running stretch leaves none after it", () => {
  const began = at("13:55:00.000");
  expect(gapsBetween([segment(before), segment(after)], began, NOW).map((one) => one.from)).toEqual([
    began,
    before.to,
    after.to,
  ]);
  expect(gapsBetween([segment({ from: began, to: null })], began, NOW)).toEqual([]);
});
