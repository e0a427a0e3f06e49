import { expect, test } from "vitest";
import { emptyRows, type Rows } from "../../domain/types";
import { words as w } from "../../words";
import { ACTIVITY_COUNT, fieldsOf, GROUPS, moreFieldsOf, offered, search } from "./activities";

test("the techniques that everybody looks for stand as chips under 97112", () => {
  const names = offered(emptyRows(), "97112", "episode", "c1").map((one) => one.technique);
  expect(names).toEqual(expect.arrayContaining(["PNF", "Bobath (NDT)", "BAPS board", "Desensitization"]));
});

test("every activity says which dose fields make sense for it", () => {
  expect(ACTIVITY_COUNT).toBeGreaterThanOrEqual(40);
  for (const { id } of GROUPS.flatMap((group) => group.activities)) {
    const [fields, more] = [fieldsOf(id), moreFieldsOf(id)];
    expect(fields.length).toBeGreaterThan(2);
    expect(new Set([...fields, ...more]).size).toBe(fields.length + more.length);
    for (const field of [...fields, ...more]) expect(w.dose.field[field]).toBeTruthy();
  }
});

test("a search finds by the name of an activity or of its group", () => {
  expect(search("wobble").flatMap((group) => group.activities.map((one) => one.label))).toEqual([
    "Wobble board",
  ]);
  expect(search("vestibular")[0]?.activities.length).toBeGreaterThan(1);
  expect(search("no such thing")).toEqual([]);
});

test("a technique in one's own words still gets a dose", () => {
  expect(fieldsOf(null)).toContain("sets");
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
