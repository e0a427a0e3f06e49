import { expect, test } from "vitest";
import { countedDose, type Fact, nextCue, type Plan, tallyOf } from "./counter";

const open: Plan = { sets: null, reps: null, hold_seconds: null, rest_seconds: null };
const taps = (...seconds: number[]): Fact[] => seconds.map((one) => ({ kind: "tap", at: one * 1000 }));
const set = (second: number): Fact => ({ kind: "set", at: second * 1000 });

test("taps count reps, and a set is ended by hand when the plan leaves reps open", () => {
  const tally = tallyOf(open, [...taps(1, 2, 3), set(4), ...taps(5, 6)], 7000);
  expect(tally).toMatchObject({ sets: [3], reps: 2, holding: null, complete: false });
});

test("a full set ends by itself and rests, until the next tap or its time", () => {
  const plan = { ...open, sets: 2, reps: 2, rest_seconds: 60 };
  expect(tallyOf(plan, taps(1, 2), 10_000).resting).toEqual({ from: 2000, to: 62_000 });
  expect(nextCue(tallyOf(plan, taps(1, 2), 10_000))).toEqual({ kind: "rest", at: 62_000 });
  expect(tallyOf(plan, taps(1, 2), 62_000).resting).toBeNull();
  expect(tallyOf(plan, taps(1, 2, 30), 31_000)).toMatchObject({ sets: [2], reps: 1, resting: null });
});

test("a hold counts when its time has passed, also while nobody looked", () => {
  const plan = { ...open, hold_seconds: 30 };
  expect(tallyOf(plan, taps(1), 30_900)).toMatchObject({ reps: 0, holding: { from: 1000, to: 31_000 } });
  expect(nextCue(tallyOf(plan, taps(1), 5000))).toEqual({ kind: "hold", at: 31_000 });
  expect(tallyOf(plan, taps(1), 3_600_000)).toMatchObject({ reps: 1, holding: null, holds: [30] });
});

test("a hold that is let go early counts with the seconds that it lasted", () => {
  const tally = tallyOf({ ...open, hold_seconds: 30 }, taps(1, 19.5), 20_000);
  expect(tally).toMatchObject({ reps: 1, holds: [18], holding: null });
});

test("the last rep of the plan completes it; later taps count nothing", () => {
  const plan = { ...open, sets: 2, reps: 2, rest_seconds: 30 };
  const tally = tallyOf(plan, taps(1, 2, 3, 4, 5), 6000);
  expect(tally).toMatchObject({ sets: [2, 2], reps: 0, complete: true, resting: null });
});

test("ending a set twice, or before a rep, does nothing", () => {
  expect(tallyOf(open, [set(1), ...taps(2), set(3), set(4)], 5000).sets).toEqual([1]);
});

test("the dose says what most sets and holds were, and rest only between sets", () => {
  const plan = { ...open, hold_seconds: 30, rest_seconds: 60 };
  const facts = [...taps(0, 40, 80), set(120), ...taps(200, 240, 280), set(320), ...taps(400, 415)];
  expect(countedDose(plan, tallyOf(plan, facts, 500_000))).toEqual({
    sets: 3,
    reps: 3,
    hold_seconds: 30,
    rest_seconds: 60,
  });
  expect(countedDose(plan, tallyOf(plan, taps(0), 40_000))).toEqual({ sets: 1, reps: 1, hold_seconds: 30 });
  expect(countedDose(open, tallyOf(open, [], 0))).toEqual({});
});
