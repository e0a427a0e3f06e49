import { expect, test } from "vitest";
import { emptyRows } from "../../domain/types";
import { ACTIVITY_COUNT, fieldsOf, GROUPS, offered, search } from "./activities";

test("the techniques that everybody looks for stand as chips under 97112", () => {
  const names = offered(emptyRows(), "97112", "episode").map((one) => one.technique);
  expect(names).toEqual(expect.arrayContaining(["PNF", "Bobath (NDT)", "BAPS board", "Desensitization"]));
});

test("every activity says which dose fields make sense for it", () => {
  expect(ACTIVITY_COUNT).toBeGreaterThanOrEqual(40);
  for (const { activities } of GROUPS) for (const one of activities) expect(fieldsOf(one.id)).not.toEqual([]);
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
