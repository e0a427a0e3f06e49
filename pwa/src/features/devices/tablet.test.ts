import { expect, test } from "vitest";
import { type Missing, missingText, numbersText, storageText } from "./tablet";

const ZONE = "America/New_York";
const GAP: Missing = {
  kind: "gap",
  ranges: [[17, 18]],
  after: "2026-11-12T14:00:00Z",
  before: "2026-11-12T20:00:00Z",
  last_heard: "2026-11-13T14:00:00Z",
};

test("what never arrived is named with its numbers and the day it was made on", () => {
  expect(missingText(GAP, ZONE)).toBe("2 changes never arrived: 17–18. Made on 12 Nov 2026.");
});

test("days are those of the clinic, and only what is known of them is said", () => {
  const night = { ...GAP, before: "2026-11-13T03:00:00Z" };
  expect(missingText(night, ZONE)).toContain("Made on 12 Nov 2026.");
  expect(missingText({ ...GAP, before: "2026-11-14T15:00:00Z" }, ZONE)).toContain(
    "Made between 12 Nov 2026 and 14 Nov 2026.",
  );
  expect(missingText({ ...GAP, before: null }, ZONE)).toContain("Made on or after 12 Nov 2026.");
  expect(missingText({ ...GAP, after: null, before: null }, ZONE)).toBe("2 changes never arrived: 17–18.");
});

test("a tablet that came back empty claims no number that nobody knows", () => {
  expect(missingText({ ...GAP, kind: "empty", ranges: [] }, ZONE)).toBe(
    "It came back empty. What was recorded on it after it was last heard may be gone.",
  );
  expect(missingText({ ...GAP, kind: "empty", ranges: [[4, 4]], before: null }, ZONE)).toBe(
    "It came back empty. 1 change never arrived: 4. Made on or after 12 Nov 2026.",
  );
});

test("numbers and storage read as a person says them", () => {
  expect(
    numbersText([
      [2, 2],
      [17, 19],
    ]),
  ).toBe("2, 17–19");
  expect(storageText({ persistence: "refused", installed: false, free_bytes: 2.5e9, unreadable: 1 })).toBe(
    "the system may clear it, in a browser tab, 2.5 GB free, 1 not readable",
  );
  expect(storageText({})).toBe("");
});
