import { expect, test } from "vitest";
import { centsOf, dollars } from "./money";

test("cents are shown as dollars, with both digits", () => {
  expect([0, 5, 3362, 248000, -150].map(dollars)).toEqual([
    "$0.00",
    "$0.05",
    "$33.62",
    "$2,480.00",
    "−$1.50",
  ]);
});

test("an amount is read as it is written on paper", () => {
  expect(["33.62", "$2,480.00", " 2480 ", "0", "$ 7.05"].map(centsOf)).toEqual([
    3362, 248000, 248000, 0, 705,
  ]);
});

test("what is no amount to the cent is not guessed at", () => {
  expect(["", "33.6", "33.625", "1,23.00", "-5", "about 30", "1e3"].map(centsOf)).toEqual(
    Array<null>(7).fill(null),
  );
});
