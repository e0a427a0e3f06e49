import { expect, test } from "vitest";
import type { BillingLine, BillingResult } from "../../domain/types";
import { onPaper } from "./paper";

const DAY = { rule: "units", says: "The day makes 38 minutes: 3 units.", source: "CMS 20.2.C" };
const NO_EDIT = { rule: "edits", says: "No active NCCI edit denies it on this day.", source: "CMS NCCI" };

function line(code: string, own: string): BillingLine {
  const derivation = [
    { rule: "minutes", says: own, source: "CMS 20.2" },
    DAY,
    { rule: "units", says: `${code}: 1 unit.`, source: "CMS 20.2.C" },
    NO_EDIT,
  ];
  return { code, units: 1, modifiers: ["GP"], minutes: 19, held: false, outside: false, derivation };
}

const RESULT: BillingResult = {
  timed_minutes: 38,
  treatment_minutes: 38,
  timed_units: 3,
  units: 2,
  lines: [line("97112", "19 minutes."), line("97110", "19 minutes, too.")],
  unbilled: [],
  choices: [],
  findings: [{ id: "x", severity: "info", says: "Old rules.", source: "CMS NCCI" }],
};

test("what several codes share about units is told once, every other step at its code", () => {
  const { ofDay, ofCodes } = onPaper(RESULT);
  expect(ofDay.map((one) => one.says)).toEqual([DAY.says]);
  expect(ofCodes.map(({ steps }) => steps.map((one) => one.says))).toEqual([
    ["19 minutes.", "97112: 1 unit.", NO_EDIT.says],
    ["19 minutes, too.", "97110: 1 unit.", NO_EDIT.says],
  ]);
});

test("both lines of a code that was split stand over the same steps", () => {
  const split = [line("97112", "36 minutes."), { ...line("97112", "36 minutes."), modifiers: ["GP", "CQ"] }];
  const { ofDay, ofCodes } = onPaper({ ...RESULT, lines: split });
  expect(ofDay).toEqual([]);
  expect(ofCodes.map(({ titles }) => titles)).toEqual([["97112 GP", "97112 GP CQ"]]);
  expect(ofCodes[0]?.steps.length).toBe(4);
});

test("each source stands once and is found by its number", () => {
  const { ofDay, ofCodes, findings, sources } = onPaper(RESULT);
  expect(sources).toEqual(["CMS 20.2.C", "CMS 20.2", "CMS NCCI"]);
  expect(ofDay[0]?.source).toBe(1);
  expect(ofCodes[1]?.steps.at(-1)?.source).toBe(3);
  expect(findings[0]?.source).toBe(3);
});
