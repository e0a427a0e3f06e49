import { expect, test } from "vitest";
import {
  DOSE_LIMITS,
  impossible,
  impossiblePairs,
  isUnusual,
  RESPONSE_LIMITS,
  type ResponseFigure,
  vitalLimit,
} from "./limits";

test.each([
  ["systolic", 400, "high"],
  ["diastolic", 19, "low"],
  ["pain_after", 11, "high"],
  ["exertion", 11, "high"],
  ["spo2", 101, "high"],
  ["heart_rate", 71.5, "not-whole"],
  ["systolic", 128, null],
  ["pain_before", 0, null],
] as const)("%s of %s: %s", (field, value, kind) => {
  expect(impossible(value, RESPONSE_LIMITS[field as ResponseFigure])?.kind ?? null).toBe(kind);
});

test("a hold of minus three seconds cannot be", () => {
  expect(impossible(-3, DOSE_LIMITS.hold_seconds)).toEqual({ kind: "low", bound: 1 });
});

test("what can be but seldom is, is asked for once", () => {
  expect([210, 128, 400].map((value) => isUnusual(value, RESPONSE_LIMITS.systolic))).toEqual([
    true,
    false,
    false,
  ]);
});

test("a diastolic pressure stays below its systolic one", () => {
  expect(impossiblePairs({ systolic: 90, diastolic: 120 })).toEqual([["diastolic", "systolic"]]);
  expect(impossiblePairs({ systolic: 120, diastolic: null })).toEqual([]);
});

test("a patient's own limit is touched at its bound", () => {
  const own = { systolic_max: 160, spo2_min: 90 };
  expect(vitalLimit("systolic", 160, own)).toEqual({ bound: 160, side: "max" });
  expect(vitalLimit("systolic", 159, own)).toBeNull();
  expect(vitalLimit("spo2", 88, own)).toEqual({ bound: 90, side: "min" });
});
