import { expect, test } from "vitest";
import { choose, draftAfter, earlier, ORDER, orderOf, toggle } from "./policy";

const DRAFT = draftAfter(null);

test("a value as it ships is no override", () => {
  const kx = choose(DRAFT, "kx", true);
  expect(kx.overrides).toEqual({ kx: true });
  expect(choose(kx, "kx", null).overrides).toEqual({});
});

test("modifiers change places, and the usual order is no override", () => {
  const moved = earlier(DRAFT, "therapy");
  expect(moved.overrides.modifier_order).toEqual(["therapy", "distinct", "assistant", "kx", "extra"]);
  expect(earlier(moved, "distinct").overrides).toEqual({});
  expect(earlier(DRAFT, "distinct")).toBe(DRAFT);
});

test("kinds that an order leaves out keep their usual place behind it", () => {
  const draft = { ...DRAFT, overrides: { modifier_order: ["kx", "therapy"] } };
  expect(orderOf(draft)).toEqual(["kx", "therapy", "distinct", "assistant", "extra"]);
  expect(orderOf(DRAFT)).toEqual(ORDER);
});

test("an element goes on the list and comes off it", () => {
  const listed = toggle(DRAFT, "outcome");
  expect(listed.required_elements).toEqual(["outcome"]);
  expect(toggle(listed, "outcome").required_elements).toEqual([]);
});
