import { expect, test } from "vitest";
import { instantOf, typedTime } from "./typed-time";

const NEW_YORK = "America/New_York";
const at = (text: string) => Date.parse(text);

test("a typed time is the one of that day in the clinic's zone", () => {
  const near = at("2026-11-23T14:30:00.000Z");
  expect(instantOf(NEW_YORK, "09:29:05", near)).toBe(at("2026-11-23T14:29:05.000Z"));
  expect(instantOf(NEW_YORK, "9:29", near)).toBe(at("2026-11-23T14:29:00.000Z"));
});

test("what is typed reads back as it was typed", () => {
  const near = at("2026-06-01T12:00:00.000Z");
  const instant = instantOf("Asia/Kolkata", "17:31:07", near);
  expect(typedTime("Asia/Kolkata", instant ?? 0)).toBe("17:31:07");
});

test("of an hour that autumn repeats, the nearer one is meant", () => {
  const first = at("2026-11-01T05:40:00.000Z"); // 1:40 before the clocks go back
  const second = at("2026-11-01T06:40:00.000Z"); // 1:40 after
  expect(instantOf(NEW_YORK, "01:30:00", first)).toBe(at("2026-11-01T05:30:00.000Z"));
  expect(instantOf(NEW_YORK, "01:30:00", second)).toBe(at("2026-11-01T06:30:00.000Z"));
});

test.each(["", "half past nine", "25:00", "9:61", "9"])("%j is no time", (typed) => {
  expect(instantOf(NEW_YORK, typed, at("2026-11-23T14:30:00.000Z"))).toBeNull();
});
