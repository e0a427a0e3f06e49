import { expect, test } from "vitest";
import { emptyRows, type ProcedureRow, type Rows, type SegmentRow, type VisitRow } from "../../domain/types";
import { evidence } from "./evidence";

const segment = (id: string, code: string, from: string, to: string) =>
  ({
    id,
    code,
    visit_id: "v",
    performer: "therapist",
    started_at: `2026-11-23T${from}:00.000Z`,
    ended_at: `2026-11-23T${to}:00.000Z`,
  }) as SegmentRow;

function day(...segments: SegmentRow[]): Rows {
  return { ...emptyRows(), segment: new Map(segments.map((one) => [one.id, one])) };
}

test("two codes one after the other share one scale and leave a gap where the other ran", () => {
  const rows = day(segment("a", "97112", "14:00", "14:20"), segment("b", "97530", "14:20", "14:30"));
  const [one, two] = evidence(rows, ["v"], ["97112", "97530"], 0);
  expect(one?.strip.map(({ kind, seconds }) => [kind, seconds])).toEqual([
    ["code", 1200],
    ["gap", 600],
  ]);
  expect(two?.strip.map(({ kind, seconds }) => [kind, seconds])).toEqual([
    ["gap", 1200],
    ["code", 600],
  ]);
  expect([one?.minutes, two?.minutes]).toEqual([20, 10]);
});

test("another's procedure has neither minutes nor a strip here", () => {
  const rows = day(segment("a", "97112", "14:00", "14:20"));
  const [cmt] = evidence(rows, ["v"], ["98941", "97112"], 0);
  expect(cmt).toMatchObject({ minutes: null, strip: [], regions: [] });
});

test("regions of another's procedure of that patient and date stand beside ours", () => {
  const on = { patient_id: "p", date_of_service: "2026-11-23" };
  const rows: Rows = {
    ...emptyRows(),
    visit: new Map([["v", { id: "v", ...on } as VisitRow]]),
    procedure: new Map([
      ["x", { id: "x", ...on, code: "98941", regions: ["lumbar spine"], removed: false } as ProcedureRow],
      ["y", { id: "y", ...on, code: "98941", regions: ["head"], removed: true } as ProcedureRow],
    ]),
  };
  const [cmt] = evidence(rows, ["v"], ["98941", "97112"], 0);
  expect(cmt?.regions).toEqual(["lumbar spine"]);
});
