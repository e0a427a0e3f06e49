// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";

type Evidence = typeof import("./evidence");

const NOON = Date.parse("2026-11-23T17:00:00.000Z");
const MINUTE = 60_000;
let evidence: Evidence;

/** The module as a new run of the page loads it. */
async function newRun(): Promise<Evidence> {
  vi.resetModules();
  return import("./evidence");
}

beforeEach(async () => {
  localStorage.clear();
  evidence = await newRun();
});

const kinds = () => evidence.gapsKnown(0).map(({ kind }) => kind);

test("a run that ended unseen leaves a gap from its last sign of life", async () => {
  evidence.noteAlive(NOON, true);
  evidence.noteAlive(NOON + 20_000);
  evidence.noteAlive(NOON + 25_000);

  evidence = await newRun();
  evidence.noteAlive(NOON + 12 * MINUTE, true);

  expect(evidence.gapsKnown(0)).toMatchObject([
    { kind: "killed", from: NOON + 20_000, to: NOON + 12 * MINUTE },
  ]);
});

test("a reload within the minute leaves none", async () => {
  evidence.noteAlive(NOON, true);
  evidence = await newRun();
  evidence.noteAlive(NOON + 30_000, true);

  expect(kinds()).toEqual([]);
});

test.each([
  ["a second that took a second", 1000, 1000, false, []],
  ["a hidden page's minute", 61_000, 61_000, true, []],
  ["a sleep that stopped the counter", 20 * MINUTE, 1000, false, ["slept"]],
  ["a sleep through which the counter ran", 20 * MINUTE, 20 * MINUTE, false, ["slept"]],
  ["a clock that was set back", -20 * MINUTE, 1000, false, ["clock-set"]],
])("%s: %#", (_what, wallPassed, ranFor, hidden, expected) => {
  evidence.noticeGap(wallPassed, ranFor, NOON, hidden, null);
  expect(kinds()).toEqual(expected);
});

test("when the server's clock stayed and ours moved forward, it was set, not asleep", () => {
  evidence.noticeGap(60 * MINUTE, 1000, NOON, false, 0);
  expect(kinds()).toEqual(["slept"]);
  expect(evidence.gapsKnown(-60 * MINUTE + 1000).map(({ kind }) => kind)).toEqual(["clock-set"]);
});

test("touches are kept about once a minute, and outlive the page", async () => {
  for (const second of [0, 5, 59, 61, 90, 125]) evidence.noteTouch(NOON + second * 1000);
  evidence = await newRun();

  expect(evidence.touchesSeen()).toEqual([NOON, NOON + 61_000, NOON + 125_000]);
});

test("what was decided stays decided, and what is stored wrongly is passed over", async () => {
  evidence.decide("forgotten:s1");
  localStorage.setItem("kinesync-gaps", "{not json");
  evidence = await newRun();

  expect(evidence.decided.value).toEqual(["forgotten:s1"]);
  expect(kinds()).toEqual([]);
});

test("a browser that keeps nothing stops neither the clock nor what is seen in this run", () => {
  const setItem = vi.fn(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  vi.stubGlobal("localStorage", { setItem, getItem: () => null });
  evidence.noteAlive(NOON, true);
  evidence.noteTouch(NOON);
  evidence.noticeGap(5 * MINUTE, 5 * MINUTE, NOON + 5 * MINUTE, false, null);
  vi.unstubAllGlobals();
  expect(setItem).toHaveBeenCalledTimes(3);
  expect(evidence.touchesSeen()).toEqual([NOON]);
  expect(kinds()).toEqual(["slept"]);
});
