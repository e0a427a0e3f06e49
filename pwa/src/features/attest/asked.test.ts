import { expect, test } from "vitest";
import type { BillingResult, Finding } from "../../domain/types";
import { askedKx, askedPairs } from "./asked";

const resultWith = (...findings: Finding[]): BillingResult => ({
  timed_minutes: 0,
  treatment_minutes: 0,
  timed_units: 0,
  units: 0,
  lines: [],
  unbilled: [],
  choices: [],
  findings,
});
const found = (id: string, says: string, ...columns: string[]): Finding => {
  const [column1, column2] = columns;
  const about = column1 && column2 ? { column1, column2 } : {};
  return { id, severity: "error", says, source: "CMS", ...about };
};
const PAIR = "NCCI edit 98941 (column 1) with 97112 (column 2), indicator 1, Misuse of codes.";

test("a held pair is read with its columns as the table has them", () => {
  const asked = askedPairs(resultWith(found("edit-needs-attestation", PAIR, "98941", "97112")));
  expect(asked.map(({ column1, column2 }) => [column1, column2])).toEqual([["98941", "97112"]]);
});

test("a pair that is never payable asks nobody for an attestation", () => {
  expect(askedPairs(resultWith(found("edit-not-payable", PAIR, "98941", "97112")))).toEqual([]);
});

test("KX is asked for with the server's own amounts", () => {
  const says = "$2,470.00 used before and $40.00 of this day exceed the $2,480.00 of 2026.";
  expect(askedKx(resultWith(found("kx-attestation-needed", says)))).toBe(says);
  expect(askedKx(resultWith())).toBeNull();
});
