import { expect, test } from "vitest";
import { codesFor, DOSE_FIELDS, draftOf, lacking, type Own, toggled } from "./activity";

test("what is ticked stands in the order in which a dose is always told", () => {
  expect(toggled(["reps", "errors"], "sets", DOSE_FIELDS)).toEqual(["sets", "reps", "errors"]);
  expect(toggled(["sets", "reps"], "sets", DOSE_FIELDS)).toEqual(["reps"]);
});

test("an empty form says what it needs, field by field", () => {
  expect(Object.keys(lacking({ ...draftOf(null), name: "  " }))).toEqual(["name", "group"]);
  expect(Object.keys(lacking({ name: "Pegs", group: "coordination", codes: [], fields: [] }))).toEqual([
    "codes",
    "fields",
  ]);
  expect(lacking({ name: "Pegs", group: "coordination", codes: ["97112"], fields: ["sets"] })).toEqual({});
});

test("a code that stands already stays among those to choose from", () => {
  const own = { codes: ["97113"], fields: ["sets"], name: "Pool steps", group: "gait" } as unknown as Own;
  expect(codesFor(draftOf(own))).toContain("97113");
  expect(codesFor(draftOf(null))).not.toContain("97113");
});
