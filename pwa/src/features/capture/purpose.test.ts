import { expect, test } from "vitest";
import { toggledPhrase } from "./Phrases";
import { aimsIn, partsOf, withAim } from "./purpose";

const LEG = ["left lower extremity"];

test("aims put the purpose together over the joints of the limb", () => {
  const one = withAim("", "coordination", LEG);
  const two = withAim(one, "range", LEG);
  expect(withAim(two, "strength", LEG)).toBe(
    "Improve range, strength and coordination of hip, knee and ankle",
  );
});

test("the same tap takes an aim out, the last one all of it", () => {
  expect(withAim("Improve range and balance of trunk", "range", ["trunk"])).toBe("Improve balance of trunk");
  expect(withAim("Improve balance of trunk", "balance", ["trunk"])).toBe("");
});

test("a purpose in one's own words is left alone until an aim takes its place", () => {
  expect(aimsIn("Stand at the sink")).toEqual([]);
  expect(withAim("Stand at the sink", "balance", [])).toBe("Improve balance");
});

test("regions are named without their side", () => {
  expect(partsOf(["left shoulder", "bilateral shoulder", "trunk"])).toEqual(["shoulder", "trunk"]);
});

test("a phrase goes in behind what is there, and out again", () => {
  expect(toggledPhrase("Steadier", "Pain")).toBe("Steadier; Pain");
  expect(toggledPhrase("Steadier; Pain", "Pain")).toBe("Steadier");
});
