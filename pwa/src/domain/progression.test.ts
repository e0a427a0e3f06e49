import { expect, test } from "vitest";
import { doseChanges, helpChange, nextSteps, proposedProgression } from "./progression";

test.each([
  ["more repetitions", { reps: 8 }, { reps: 10 }, "progressed"],
  ["less help", { assistance: "moderate" }, { assistance: "minimal" }, "progressed"],
  ["eyes closed", { vision: "eyes open" }, { vision: "eyes closed" }, "progressed"],
  ["a less steady surface", { surface: "firm" }, { surface: "foam" }, "progressed"],
  ["the same", { sets: 2, reps: 8 }, { sets: 2, reps: 8 }, "maintained"],
  ["more cues", { cue_count: 3 }, { cue_count: 6 }, "regressed"],
  ["more losses of balance", { losses_of_balance: 1 }, { losses_of_balance: 4 }, "regressed"],
  ["more and more help", { reps: 8, assistance: "minimal" }, { reps: 10, assistance: "moderate" }, null],
  ["nothing to compare", { reps: 8 }, { hold_seconds: 30 }, null],
] as const)("%s", (_, last, today, proposed) => {
  expect(proposedProgression(last, today)).toBe(proposed);
});

test("what changed is said in words", () => {
  const last = { sets: 2, reps: 8, level: 1, support: "two hands", assistance: "minimal" };
  const today = { sets: 2, reps: 10, level: 2, support: "one hand", assistance: "contact guard" };
  expect(doseChanges(last, today)).toEqual([
    "8 to 10 repetitions",
    "level 1 to 2",
    "two hands to one hand",
    "minimal help to contact guard",
  ]);
  expect(doseChanges(last, last)).toEqual([]);
});

test("help and cues are compared apart from the rest of the dose", () => {
  expect(helpChange({ cue_count: 5 }, { cue_count: 3 })).toBe("less");
  expect(helpChange({ assistance: "minimal" }, { assistance: "moderate" })).toBe("more");
  expect(helpChange({ support: "none" }, { support: "none" })).toBe("same");
  expect(helpChange({ reps: 8 }, { reps: 10 })).toBeNull();
});

test("steps to choose from are one rank or one usual amount further", () => {
  expect(nextSteps({ level: 2, support: "one hand", cue_count: 2, reps: 10 })).toEqual([
    "Level 3",
    "Fingertips",
    "Fewer cues",
    "12 repetitions",
  ]);
  expect(nextSteps({ surface: "foam", vision: "eyes closed", hold_seconds: 20 })).toEqual([
    "On uneven ground",
    "Hold 30 seconds",
  ]);
});
