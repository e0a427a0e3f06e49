import { expect, test } from "vitest";
import { type ActivityRow, emptyRows, type Rows } from "../../domain/types";
import { words as w } from "../../words";
import { countOf, fieldsOf, GROUPS, library, moreFieldsOf, offered, search } from "./activities";

const NONE = emptyRows();
const SHIPPED = library(NONE, "97112");

test("the techniques that everybody looks for stand as chips under 97112", () => {
  const names = offered(emptyRows(), "97112", "episode", "c1").map((one) => one.technique);
  expect(names).toEqual(expect.arrayContaining(["PNF", "Bobath (NDT)", "BAPS board", "Desensitization"]));
});

test("every activity says which dose fields make sense for it", () => {
  expect(countOf(SHIPPED)).toBeGreaterThanOrEqual(40);
  for (const { id } of GROUPS.flatMap((group) => group.activities)) {
    const [fields, more] = [fieldsOf(NONE, id), moreFieldsOf(NONE, id)];
    expect(fields.length).toBeGreaterThan(2);
    expect(new Set([...fields, ...more]).size).toBe(fields.length + more.length);
    for (const field of [...fields, ...more]) expect(w.dose.field[field]).toBeTruthy();
  }
});

test("a search finds by the name of an activity or of its group", () => {
  expect(search(SHIPPED, "wobble").flatMap((group) => group.activities.map((one) => one.label))).toEqual([
    "Wobble board",
  ]);
  expect(search(SHIPPED, "vestibular")[0]?.activities.length).toBeGreaterThan(1);
  expect(search(SHIPPED, "no such thing")).toEqual([]);
});

test("a technique in one's own words still gets a dose", () => {
  expect(fieldsOf(NONE, null)).toContain("sets");
});

test("what a clinician uses often comes first, and joins the chips", () => {
  const row = (id: string, technique: string, by: string) =>
    [
      id,
      { id, technique, by, code: "97112", activity_id: null, visit_id: "v", removed: false, at: id },
    ] as const;
  const done = [
    row("1", "Perturbation", "c1"),
    row("2", "Mirror therapy", "c1"),
    row("3", "Mirror therapy", "c1"),
    row("4", "Tandem walk", "c2"),
    row("5", "Tandem walk", "c2"),
  ];
  const rows = { ...emptyRows(), intervention: new Map(done) } as unknown as Rows;
  const names = offered(rows, "97112", "episode", "c1").map((one) => one.technique);
  expect(names[0]).toBe("Perturbation");
  expect(names).toContain("Mirror therapy");
  expect(names).not.toContain("Tandem walk");
});

const TILES = "01a20876-0000-7000-8000-0000000000b1";

/** The clinic's own activity, and what was done of it under the name that it had. */
function own(over: Partial<ActivityRow> = {}, doneAs = "Stepping tiles"): Rows {
  const tiles: ActivityRow = {
    id: TILES,
    version: 1,
    name: "Stepping tiles",
    group: "dynamic-balance",
    codes: ["97112", "97116"],
    fields: ["reps", "losses_of_balance"],
    changed_at: "2026-11-01T00:00:00.000Z",
    retired_at: null,
    ...over,
  };
  const done = {
    id: "1",
    technique: doneAs,
    by: "c1",
    code: "97116",
    activity_id: TILES,
    visit_id: "v",
    at: "1",
  };
  return {
    ...emptyRows(),
    activity: new Map([[TILES, tiles]]),
    intervention: new Map([["1", { ...done, removed: false }]]),
  } as unknown as Rows;
}

test("a clinic's own activity stands in its group, marked, and is found by name and mark", () => {
  const groups = library(own(), "97112");
  const balance = groups.find((one) => one.id === "dynamic-balance");
  expect(balance?.activities.at(-1)).toMatchObject({ id: TILES, label: "Stepping tiles", own: true });
  for (const sought of ["tiles", "clinic"]) {
    expect(search(groups, sought).flatMap((one) => one.activities.map(({ id }) => id))).toEqual([TILES]);
  }
  expect(countOf(groups)).toBe(countOf(SHIPPED) + 1);
});

test("it is offered under its own codes, with the dose that the clinic chose for it", () => {
  expect(library(own(), "97116").map((one) => one.id)).toEqual(["dynamic-balance"]);
  expect(library(own(), "97110")).toEqual([]);
  expect(fieldsOf(own(), TILES)).toEqual(["reps", "losses_of_balance"]);
  expect(moreFieldsOf(own(), TILES)).toContain("surface");
  expect(moreFieldsOf(own(), TILES)).not.toContain("reps");
});

test("one that was renamed is offered once, by the name that it has today", () => {
  const names = offered(own({ name: "Elm Street tiles" }), "97116", "e", "c1").map((one) => one.technique);
  expect(names).toEqual(["Elm Street tiles"]);
});

test("one that was retired is offered nowhere, and its recorded dose keeps its fields", () => {
  const rows = own({ retired_at: "2026-11-20T00:00:00.000Z" });
  expect(offered(rows, "97116", "e", "c1")).toEqual([]);
  expect(library(rows, "97116")).toEqual([]);
  expect(fieldsOf(rows, TILES)).toEqual(["reps", "losses_of_balance"]);
});
