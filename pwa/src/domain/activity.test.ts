/** An activity is known again after the organization has renamed it; a note keeps the name it was recorded in. */
import { expect, test } from "vitest";
import { activityKey, isRetired, nameToday } from "./activity";
import { interventionText } from "./intervention-text";
import type { InterventionRow, Rows, VisitRow } from "./types";
import { emptyRows } from "./types";
import { lastTime } from "./visit";

const TILES = "01a20876-0000-7000-8000-0000000000b1";
const DONE = {
  id: "i1",
  visit_id: "v1",
  code: "97112",
  activity_id: TILES,
  technique: "Stepping tiles",
  regions: [],
  purpose: "",
  goal_id: null,
  frequency: "",
  intensity: "",
  duration: "",
  dose: { reps: 8 },
  skilled_need: "",
  removed: false,
  at: "2026-11-20T15:00:00.000Z",
} as unknown as InterventionRow;

function visit(id: string, started_at: string): VisitRow {
  return {
    id,
    episode_id: "e1",
    status: "open",
    started_at,
    date_of_service: started_at.slice(0, 10),
  } as VisitRow;
}

const TODAY = visit("v2", "2026-11-23T15:00:00.000Z");
const ROWS = {
  ...emptyRows(),
  activity: new Map([
    [TILES, { id: TILES, name: "Elm Street tiles", retired_at: "2026-11-22T00:00:00.000Z" }],
  ]),
  visit: new Map([visit("v1", "2026-11-20T15:00:00.000Z"), TODAY].map((one) => [one.id, one])),
  intervention: new Map([[DONE.id, DONE]]),
} as unknown as Rows;

test("last time is found under the name of that time", () => {
  const renamed = { activity_id: TILES, technique: "Elm Street tiles", regions: [] };
  expect(lastTime(ROWS, TODAY, renamed)?.intervention).toBe(DONE);
  expect(nameToday(ROWS, DONE)).toBe("Elm Street tiles");
});

test("the note says it in the words in which it was recorded, retired or not", () => {
  expect(isRetired(ROWS, DONE)).toBe(true);
  expect(interventionText(DONE, [])).toBe("Neuromuscular re-education by Stepping tiles: 8 reps.");
});

test("what ships, and what somebody wrote, is known by its name", () => {
  expect(activityKey({ activity_id: "pnf", technique: "PNF" })).toBe("PNF");
  expect(activityKey({ activity_id: null, technique: "PNF" })).toBe("PNF");
  expect(activityKey({ activity_id: TILES, technique: "PNF" })).toBe(TILES);
});
