// @vitest-environment happy-dom
/** Pencil and ink of the capture form: what is copied counts only when it is confirmed. */
import { expect, test } from "vitest";
import type { InterventionRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { impossibleFields, unusualFields } from "./checks";
import { againForm, asLastTime, captured, changed, type Form, NO_RESPONSE } from "./form";

const RECORD = { visit: { id: "v1" }, responses: [] } as unknown as VisitRecord;
const EMPTY: Form = {
  code: "97112",
  activityId: null,
  technique: "",
  regions: [],
  purpose: "",
  goalId: null,
  deficit: "",
  frequency: "2 a week",
  intensity: "",
  duration: "6 weeks",
  skilledNeed: "",
  dose: {},
  copied: [],
  response: NO_RESPONSE,
};
const LAST = {
  code: "97112",
  activity_id: "pnf",
  technique: "PNF",
  regions: ["left knee"],
  purpose: "Improve range of knee",
  goal_id: "g1",
  intensity: "Moderate",
  skilled_need: "Graded cues",
  dose: { sets: 3, reps: 10 },
} as unknown as InterventionRow;

test("nothing of last time is stored until somebody confirms it", () => {
  const { intervention } = captured(againForm(EMPTY, LAST), RECORD, null);
  expect(intervention).toMatchObject({ technique: "PNF", regions: [], purpose: "", goal_id: null, dose: {} });
});

test("a confirmed copy is stored whole", () => {
  const confirmed = changed(againForm(EMPTY, LAST), { copied: [] });
  expect(captured(confirmed, RECORD, null).intervention).toMatchObject({
    regions: ["left knee"],
    purpose: "Improve range of knee",
    goal_id: "g1",
    skilled_need: "Graded cues",
    dose: { sets: 3, reps: 10 },
  });
});

test("what is changed by hand is ink, the rest stays pencil", () => {
  const touched = changed(againForm(EMPTY, LAST), { regions: ["left ankle"] });
  const { intervention } = captured(touched, RECORD, null);
  expect([intervention.regions, intervention.dose]).toEqual([["left ankle"], {}]);
});

test("what is already said today is not overwritten by last time", () => {
  const form = asLastTime({ ...EMPTY, technique: "PNF", dose: { sets: 4 }, purpose: "Own words" }, LAST);
  expect(form.dose).toEqual({ sets: 4, reps: 10 });
  expect([form.purpose, form.goalId]).toEqual(["Own words", null]);
  expect(form.copied).toEqual(["reps", "regions", "intensity", "skilledNeed"]);
});

test("figures that cannot be and rare ones are named", () => {
  const response = { ...NO_RESPONSE, systolic: 400, diastolic: 20, heart_rate: 180 };
  const form = { ...EMPTY, dose: { hold_seconds: -3, reps: 200 }, response };
  expect(impossibleFields(form)).toEqual(["Hold, seconds", "Systolic"]);
  expect(unusualFields(form)).toEqual(["Reps 200", "Heart rate 180", "Diastolic 20"]);
});
