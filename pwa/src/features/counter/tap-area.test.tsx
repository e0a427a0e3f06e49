// @vitest-environment happy-dom
import { render, screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { tallyOf } from "../../domain/counter";
import { now } from "../../state/clock";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { counter } from "../../words/counter";
import { TapArea } from "./TapArea";

vaultOfEachTest();

test("a hold that was tapped after the shown clock last moved never shows more than its length", () => {
  const tapped = now.value + 700;
  const plan = { sets: 1, reps: 3, hold_seconds: 10, rest_seconds: null };
  const tally = tallyOf(plan, [{ kind: "tap", at: tapped }], tapped);
  render(<TapArea plan={plan} tally={tally} onTap={() => {}} />);

  expect(screen.getByLabelText(counter.tap.release).querySelector(".figure")?.textContent).toBe("10");
});
