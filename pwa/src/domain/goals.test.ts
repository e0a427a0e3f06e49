import { expect, test } from "vitest";
import { changedLimits, impossibleLimits, isPursued, nextNumber } from "./goals";

test("a goal is pursued until it is reached or given up", () => {
  expect(isPursued({ met_on: null, ended_on: null })).toBe(true);
  expect(isPursued({ met_on: null })).toBe(true); // a row from before goals could end
  expect(isPursued({ met_on: "2026-11-23", ended_on: null })).toBe(false);
  expect(isPursued({ met_on: null, ended_on: "2026-11-23" })).toBe(false);
});

test("a new goal takes the number after the highest, also after gaps", () => {
  expect(nextNumber([])).toBe(1);
  expect(nextNumber([{ number: 1 }, { number: 4 }])).toBe(5);
});

test("only what changed of the limits is told, with what stood there", () => {
  expect(changedLimits({ systolic_max: 160, spo2_min: 90 }, { systolic_max: 150, spo2_min: 90 })).toEqual([
    { name: "systolic_max", seen: 160, bound: 150 },
  ]);
  expect(changedLimits({ systolic_max: 160 }, { systolic_max: null })).toEqual([
    { name: "systolic_max", seen: 160, bound: null },
  ]);
  expect(changedLimits({}, { exertion_max: 5 })).toEqual([{ name: "exertion_max", seen: null, bound: 5 }]);
});

test("a limit that cannot be is named", () => {
  expect(impossibleLimits({ systolic_max: 160, spo2_min: 90 })).toEqual([]);
  expect(impossibleLimits({ spo2_min: 101 })).toEqual(["spo2_min"]);
  expect(impossibleLimits({ heart_rate_max: 60, heart_rate_min: 60 })).toEqual(["heart_rate_min"]);
  expect(impossibleLimits({ pain_after_max: 4.5 })).toEqual(["pain_after_max"]);
});
