/** Tables: found by a field as by looking at all, and copied only where something is written. */
import { expect, test } from "vitest";
import { Draft } from "./draft";
import { having } from "./having";

interface Kept {
  id: string;
  visit_id: string;
}

const table = (count: number) =>
  new Map<string, Kept>(
    Array.from({ length: count }, (_, i) => [`r${i}`, { id: `r${i}`, visit_id: `v${i % 7}` }]),
  );

test("finds what looking at all rows finds, in their order, and nothing for a value that is not there", () => {
  const rows = table(100);
  for (const visit of ["v0", "v6", "none"]) {
    const all = [...rows.values()].filter((one) => one.visit_id === visit);
    expect(having(rows, "visit_id", visit)).toEqual(all);
  }
  expect(having(rows, "id", "r3")).toEqual([{ id: "r3", visit_id: "v3" }]);
});

test("looks at a table once, and at the one that takes its place again", () => {
  const rows = table(10);
  let looked = 0;
  const { values } = rows;
  rows.values = function () {
    looked += 1;
    return values.call(this);
  };
  for (let i = 0; i < 5; i++) having(rows, "visit_id", `v${i}`);
  expect(looked).toBe(1);
  const next = new Map(rows).set("new", { id: "new", visit_id: "v0" });
  expect(having(next, "visit_id", "v0").map(({ id }) => id)).toContain("new");
});

test("a draft reads as its table does and leaves it as it was", () => {
  const rows = table(3);
  const draft = new Draft(rows);
  expect([draft.size, draft.has("r1"), draft.get("r1"), [...draft.keys()]]).toEqual([
    3,
    true,
    rows.get("r1"),
    ["r0", "r1", "r2"],
  ]);
  expect(draft.result()).toBe(rows);
  draft.set("r9", { id: "r9", visit_id: "v9" }).delete("r0");
  expect([...draft].map(([key]) => key)).toEqual(["r1", "r2", "r9"]);
  expect([rows.size, draft.size, draft.result() === rows]).toEqual([3, 3, false]);
  const seen: string[] = [];
  draft.forEach((_row, key) => {
    seen.push(key);
  });
  expect(seen).toEqual([...draft.keys()]);
  draft.clear();
  expect([draft.size, rows.size]).toEqual([0, 3]);
});
