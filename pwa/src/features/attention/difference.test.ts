import { expect, test } from "vitest";
import { onlyIn } from "./difference";

test("words that stand only in one text are marked, the rest is not", () => {
  const parts = onlyIn("level 2 without the rail today", "level 2 with one hand on the rail today");
  expect(parts.filter((part) => part.only).map((part) => part.text.trim())).toEqual(["without"]);
});

test("the parts put together are the text", () => {
  const text = "Next visit: level 2  without the rail.\nDaughter will watch.";
  expect(
    onlyIn(text, "Next visit: level 3.")
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});

test("equal texts have no differing part", () => {
  expect(onlyIn("the same", "the same").some((part) => part.only)).toBe(false);
});
