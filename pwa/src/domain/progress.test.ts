import { expect, test } from "vitest";
import { episodeProgress, isBeyond } from "./progress";
import { type EpisodeRow, emptyRows, type Rows } from "./types";

const EPISODE = { id: "e1", diagnoses: [{ code: "I69.354", label: "" }] } as unknown as EpisodeRow;

/** Three visits: the third is void, the second comes first in the table. */
function rows(): Rows {
  const table = (...all: object[]) =>
    new Map(all.map((one) => [(one as { id: string }).id, { version: 1, ...one }]));
  const visit = (id: string, day: string, status = "signed") => ({
    id,
    episode_id: "e1",
    status,
    date_of_service: day,
    started_at: `${day}T14:00:00.000Z`,
  });
  const tug = (id: string, visit_id: string, value: number) => ({
    id,
    visit_id,
    value,
    measure: "tug",
    unit: "ms",
    side: null,
    at: id,
  });
  const pnf = (id: string, visit_id: string, dose: object) => ({
    id,
    visit_id,
    dose,
    code: "97112",
    technique: "PNF",
    regions: ["left knee"],
    removed: false,
    at: id,
  });
  return {
    ...emptyRows(),
    visit: table(visit("v2", "2026-11-04"), visit("v1", "2026-11-02"), visit("v3", "2026-11-06", "void")),
    measure: table(tug("m1", "v1", 24_100), tug("m2", "v2", 20_000), tug("m3", "v3", 1000)),
    intervention: table(
      pnf("i1", "v1", { reps: 8, cue_count: 5, assistance: "moderate" }),
      pnf("i2", "v2", { reps: 10, cue_count: 3, assistance: "minimal" }),
      { ...pnf("i3", "v2", {}), technique: "BAPS board", removed: true },
    ),
    response: table({ id: "r2", intervention_id: "i2", progression: "progressed", progression_reason: "x" }),
    goal: table({ id: "g", episode_id: "e1", measure: "tug", target: "14 s", met_on: null }),
  } as unknown as Rows;
}

test("a measure is a line over the visits, with its goal and the change published for the diagnosis", () => {
  const [tug] = episodeProgress(rows(), EPISODE).measures;
  expect(tug?.points).toEqual([
    { day: "2026-11-02", value: 24_100 },
    { day: "2026-11-04", value: 20_000 },
  ]);
  expect([tug?.goal, tug?.mdc?.value]).toEqual([14_000, 2900]);
  expect(tug && [22_000, 20_000].map((value) => isBeyond(tug, value))).toEqual([false, true]);
});

test("a dose stands under its visit, what was taken out and void visits do not", () => {
  const { doses, visits } = episodeProgress(rows(), EPISODE);
  expect(visits.map((one) => one.id)).toEqual(["v1", "v2"]);
  expect(doses.map((one) => [one.technique, one.cells.map((cell) => cell?.figures)])).toEqual([
    ["PNF", ["8 reps", "10 reps"]],
  ]);
  expect(doses[0]?.cells[1]?.progression).toBe("progressed");
});

test("cues are added up and help is ranked; what was told once only is no line", () => {
  const { felt } = episodeProgress(rows(), EPISODE);
  expect(felt.map((one) => [one.id, one.points.map(({ value }) => value)])).toEqual([
    ["cues", [5, 3]],
    ["assistance", [4, 3]],
  ]);
});
