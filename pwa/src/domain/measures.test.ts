import { expect, test } from "vitest";
import {
  combined,
  impossibleValue,
  MEASURES,
  type Measure,
  measureOf,
  publishedFor,
  storedNumber,
  targetOf,
  trendOf,
  valueText,
} from "./measures";

function known(id: string): Measure {
  const measure = measureOf(id);
  if (!measure) throw new Error(`${id} should be in the catalogue`);
  return measure;
}

test("there are the ten that are used with neuromuscular re-education", () => {
  expect(MEASURES.map((one) => one.id)).toEqual([
    "berg",
    "tug",
    "five-sit-to-stand",
    "single-leg-stance",
    "mctsib",
    "fga",
    "ten-metre-walk",
    "abc",
    "four-stage-balance",
    "joint-position-error",
  ]);
});

test("every published change names its source and whether we have seen it", () => {
  for (const { mdc, mcid } of MEASURES)
    for (const one of [...mdc, ...mcid]) {
      expect([typeof one.source, typeof one.checked, one.value > 0]).toEqual(["string", "boolean", true]);
    }
});

test.each([
  ["tug", [17_400, 17_800], 17_600],
  ["single-leg-stance", [3000, 9000, 6000], 9000],
  ["mctsib", [30_000, 31_000, 20_000, 5000], 85_000],
  ["four-stage-balance", [10_000, 10_000, 4000, 10_000], 2],
  ["ten-metre-walk", [6000, 6000], 1000],
  ["joint-position-error", [40, 60, 55], 52],
  ["tug", [], null],
] as const)("trials of %s make their value", (id, trials, value) => {
  expect(combined(known(id), trials)).toBe(value);
});

test("a value reads in the unit that people use", () => {
  expect(valueText("tug", 17_600, "ms")).toBe("17.6 s");
  expect(valueText("ten-metre-walk", 640, "mm/s")).toBe("0.64 m/s");
  expect(valueText("joint-position-error", 45, "0.1 degree")).toBe("4.5°");
  expect(valueText("Grip", 31, "kg")).toBe("31 kg");
});

test("a typed number is stored whole, and what is none is not", () => {
  expect(["17.6", "17,6", " 18 ", "-3", "many", ""].map((text) => storedNumber(known("tug"), text))).toEqual([
    17_600,
    17_600,
    18_000,
    -3000,
    null,
    null,
  ]);
});

test("a score above the maximum cannot be", () => {
  expect(impossibleValue(known("berg"), 57)).toEqual({ kind: "high", bound: 56 });
  expect(impossibleValue(known("berg"), 56)).toBeNull();
});

test("the published change is that of the diagnosis, else of the first score, else there is none", () => {
  const { mdc } = known("berg");
  expect(publishedFor(mdc, [{ code: "I69.354" }], 40)?.population).toContain("stroke");
  expect(publishedFor(mdc, [{ code: "R26.81" }], 40)?.value).toBe(5);
  expect(publishedFor(mdc, [{ code: "R26.81" }], 30)?.value).toBe(7);
  expect(publishedFor(known("tug").mdc, [{ code: "R26.81" }], 20_000)).toBeNull();
});

test("a change counts as real only beyond the published one", () => {
  const tug = known("tug");
  const mdc = publishedFor(tug.mdc, [{ code: "I69.354" }], 24_100);
  expect(trendOf(tug, 24_100, 22_600, mdc)).toMatchObject({ direction: "better", beyond: false });
  expect(trendOf(tug, 24_100, 17_600, mdc)).toMatchObject({ direction: "better", beyond: true });
  expect(trendOf(tug, 24_100, 17_600, null).beyond).toBeNull();
});

test("a goal's target is read in the unit that people write", () => {
  const goal = { measure: "tug", target: "14 s", met_on: null };
  expect(targetOf(known("tug"), [goal])).toBe(14_000);
  expect(targetOf(known("berg"), [goal])).toBeNull();
  expect(targetOf(known("tug"), [{ ...goal, target: "steady" }])).toBeNull();
});
