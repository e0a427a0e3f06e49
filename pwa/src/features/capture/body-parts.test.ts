import { expect, test } from "vitest";
import {
  BACK_PARTS,
  CENTRAL,
  chosenness,
  FRONT_PARTS,
  LIMB_PARTS,
  SIDED,
  SIDES,
  toggled,
} from "./body-parts";

test("a tap takes a region in and the next one takes it out", () => {
  expect(toggled([], "left knee")).toEqual(["left knee"]);
  expect(toggled(["left knee"], "left knee")).toEqual([]);
});

test("both sides of a part are one bilateral region", () => {
  expect(toggled(["left knee"], "right knee")).toEqual(["bilateral knee"]);
  expect(toggled(["left knee", "trunk"], "bilateral knee")).toEqual(["trunk", "bilateral knee"]);
  expect(toggled(["bilateral knee"], "left knee")).toEqual(["left knee"]);
});

test("a part of a chosen limb is tinted, the limb itself is filled", () => {
  expect(chosenness("lower extremity", "left", ["left lower extremity"])).toBe("on");
  expect(chosenness("ankle", "left", ["left lower extremity"])).toBe("soft");
  expect(chosenness("ankle", "right", ["left lower extremity"])).toBe("");
  expect(chosenness("ankle", "right", ["bilateral ankle"])).toBe("on");
});

test("the figure and the list offer the same regions, each once as a button", () => {
  const limbs = LIMB_PARTS.filter((one) => one.main).map((one) => one.region);
  const centre = [...FRONT_PARTS, ...BACK_PARTS].filter((one) => one.main).map((one) => one.region);
  expect(limbs.sort()).toEqual([...SIDED].sort());
  expect(centre.sort()).toEqual([...CENTRAL].sort());
  expect(SIDES).toEqual(["left", "right", "bilateral"]);
});
