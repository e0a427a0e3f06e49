import { expect, test } from "vitest";
import type { BillingLine, BillingResult } from "../../domain/types";
import { boxes, quarterRows } from "./quarters";

function line(code: string, units: number, minutes: number, rule = "units"): BillingLine {
  const derivation = [{ rule, says: "", source: "" }];
  return { code, units, minutes, modifiers: ["GP"], held: false, outside: false, derivation };
}

function result(lines: BillingLine[], unbilled: BillingResult["unbilled"], timed: number): BillingResult {
  return {
    timed_minutes: timed,
    treatment_minutes: timed,
    timed_units: 0,
    units: 0,
    lines,
    unbilled,
    choices: [],
    findings: [],
  };
}

test("a code split between therapist and assistant is one row", () => {
  const rows = quarterRows(result([line("97112", 1, 16), line("97112", 1, 14)], [], 30));
  expect(rows).toEqual([{ code: "97112", minutes: 30, units: 2, whole: 2, left: 0 }]);
});

test("a timed code without a unit is drawn, an untimed one is not", () => {
  const unbilled = [{ code: "97530", minutes: 9, because: "" }];
  const rows = quarterRows(result([line("97112", 2, 26), line("97161", 1, 30, "untimed")], unbilled, 35));
  expect(rows.map((row) => [row.code, row.units])).toEqual([
    ["97112", 2],
    ["97530", 0],
  ]);
});

test("boxes show whole quarters full and the started one as far as it went", () => {
  expect(boxes({ code: "97112", minutes: 26, units: 2, whole: 1, left: 11 })).toEqual([100, 73]);
});
