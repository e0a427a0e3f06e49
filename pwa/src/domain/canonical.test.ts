import { expect, test } from "vitest";
import { canonical, sha256 } from "./canonical";

test("keys are sorted at every depth and nothing is padded", () => {
  expect(canonical({ b: [1, { d: null, c: "é" }], a: true })).toBe('{"a":true,"b":[1,{"c":"é","d":null}]}');
});

test("a key that looks like a number keeps its place in the sort", () => {
  expect(canonical({ "97112": 1, "10": 2, a: 3 })).toBe('{"10":2,"97112":1,"a":3}');
});

test("a fraction is refused, since two machines may write it differently", () => {
  expect(() => canonical({ minutes: 7.5 })).toThrow(TypeError);
});

test("the hash is that of the UTF-8 bytes", async () => {
  expect(await sha256("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});
