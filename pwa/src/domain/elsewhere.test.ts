/** One-to-one time counts for one patient: what a stretch shares with another visit is found. */
import { expect, test } from "vitest";
import { sharedElsewhere } from "./elsewhere";
import { emptyRows, type Rows } from "./types";

const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);
const NOW = at("16:00:00");

interface Timed {
  id: string;
  visit: string;
  by?: string;
  from: string;
  to: string | null;
}

function treated(segments: readonly Timed[], over: { status?: string; correction?: object } = {}): Rows {
  const visit = { status: over.status ?? "open", started_at: "2026-11-23T14:00:00.000Z" };
  const rows = segments.map(({ id, visit: visit_id, by = "me", from, to }) => ({
    id,
    visit_id,
    clinician_id: by,
    code: "97110",
    started_at: new Date(at(from)).toISOString(),
    ended_at: to && new Date(at(to)).toISOString(),
  }));
  const correction = over.correction && { id: "c1", at: "2026-11-23T15:00:00.000Z", ...over.correction };
  return {
    ...emptyRows(),
    visit: new Map(segments.map((one) => [one.visit, { id: one.visit, ...visit }])),
    segment: new Map(rows.map((one) => [one.id, one])),
    correction: new Map(correction ? [["c1", correction]] : []),
  } as unknown as Rows;
}

const shared = (rows: Rows, from: string, to: string | null) =>
  sharedElsewhere(rows, "here", "me", { from: at(from), to: to && at(to) } as never, NOW).map(
    ({ segment, from: since, to: until }) => [segment.id, since, until],
  );

test("what a stretch shares with another visit is told with its edges, the earliest first", () => {
  const rows = treated([
    { id: "b", visit: "v2", from: "14:20:00", to: "14:40:00" },
    { id: "a", visit: "v1", from: "13:50:00", to: "14:05:00" },
    { id: "own", visit: "here", from: "14:00:00", to: "14:30:00" },
  ]);
  expect(shared(rows, "14:00:00", "14:30:00")).toEqual([
    ["a", at("14:00:00"), at("14:05:00")],
    ["b", at("14:20:00"), at("14:30:00")],
  ]);
});

test("touching is no overlap, nor is a part of a second", () => {
  const rows = treated([{ id: "a", visit: "v1", from: "13:50:00", to: "14:05:00.400" }]);
  expect(shared(rows, "14:05:00", "14:30:00")).toEqual([]);
});

test("a clock that runs elsewhere shares time up to now", () => {
  const rows = treated([{ id: "a", visit: "v1", from: "15:30:00", to: null }]);
  expect(shared(rows, "15:00:00", null)).toEqual([["a", at("15:30:00"), NOW]]);
});

test("a colleague's time, a void visit and a stretch that was taken out share nothing", () => {
  const one = { id: "a", visit: "v1", from: "14:00:00", to: "14:30:00" };
  const taken = { segment_id: "a", visit_id: "v1", remove: true };
  const none = { started_at: null, ended_at: null, code: null, performer: null };
  for (const rows of [
    treated([{ ...one, by: "colleague" }]),
    treated([one], { status: "void" }),
    treated([one], { correction: { ...none, ...taken } }),
  ]) {
    expect(shared(rows, "14:00:00", "14:30:00")).toEqual([]);
  }
});

test("a corrected stretch shares the time that counts, not the one that was recorded", () => {
  const moved = { segment_id: "a", visit_id: "v1", remove: false, code: null, performer: null };
  const correction = { ...moved, started_at: "2026-11-23T14:20:00.000Z", ended_at: null };
  const rows = treated([{ id: "a", visit: "v1", from: "14:00:00", to: "14:30:00" }], { correction });
  expect(shared(rows, "14:00:00", "14:25:00")).toEqual([["a", at("14:20:00"), at("14:25:00")]]);
});
