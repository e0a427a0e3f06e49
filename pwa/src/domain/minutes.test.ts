import { describe, expect, test } from "vitest";
import { minutesPerCode, totals } from "./minutes";
import type { Performer } from "./types";

const NOON = Date.parse("2026-11-23T17:00:00.000Z");

function segment(code: string, from: number, to: number | null, performer: Performer = "therapist") {
  const instant = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();
  return { code, started_at: instant(from), ended_at: to === null ? null : instant(to), performer };
}

describe("minutes per code", () => {
  test("seconds of a code add up and are cut once", () => {
    const day = minutesPerCode([segment("97112", 0, 625), segment("97112", 700, 1665)], NOON);
    expect(day).toEqual([{ code: "97112", seconds: 1590, assistant_seconds: 0, minutes: 26 }]);
  });

  test("three codes of 7:40 are 21 minutes", () => {
    const day = minutesPerCode(
      [segment("97112", 0, 460), segment("97110", 460, 920), segment("97140", 920, 1380)],
      NOON,
    );
    expect(totals(day, []).timed).toBe(21);
  });

  test("a later code keeps only what no earlier one covers", () => {
    const day = minutesPerCode([segment("97112", 0, 600), segment("97110", 300, 1200)], NOON);
    expect(day.map((one) => [one.code, one.seconds])).toEqual([
      ["97112", 600],
      ["97110", 600],
    ]);
  });

  test("touching segments do not overlap", () => {
    const day = minutesPerCode([segment("97112", 0, 600), segment("97110", 600, 900)], NOON);
    expect(day.map((one) => one.seconds)).toEqual([600, 300]);
  });

  test("therapist and assistant at once under one code count once, as the therapist's", () => {
    const day = minutesPerCode([segment("97112", 0, 900, "assistant"), segment("97112", 300, 600)], NOON);
    expect(day).toEqual([{ code: "97112", seconds: 900, assistant_seconds: 600, minutes: 15 }]);
  });

  test("cutting a segment in two changes nothing", () => {
    const whole = minutesPerCode([segment("97112", 0, 901)], NOON);
    expect(minutesPerCode([segment("97112", 0, 444), segment("97112", 444, 901)], NOON)).toEqual(whole);
  });

  test("a running segment counts to now", () => {
    expect(minutesPerCode([segment("97112", 0, null)], NOON + 480_000)[0]?.minutes).toBe(8);
  });

  test("untimed minutes enter the treatment time only", () => {
    const day = minutesPerCode([segment("97112", 0, 900)], NOON);
    expect(totals(day, [{ minutes: 30 }])).toEqual({ timed: 15, treatment: 45 });
  });
});
