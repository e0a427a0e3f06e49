/** How much of a note stands in the last one, from the golden cases. */
import { expect, test } from "vitest";
import golden from "../../../tests/golden/similarity.json";
import { sameSentences, similarity } from "./similarity";

test.each(golden.cases)("$name", ({ note, last, percent }) => {
  expect(similarity(note, last)).toBe(percent);
});

test("a sentence is the same when all of its words are", () => {
  const { note, last, same } = golden.same_sentences;
  expect(sameSentences(note, last)).toEqual(same);
});
