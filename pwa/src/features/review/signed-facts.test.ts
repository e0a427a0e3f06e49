/** What a reviewer reads of the signed bytes, from the golden notes of every version. */
import { expect, test } from "vitest";
import golden from "../../../../tests/golden/signed_facts.json";
import { signedFacts } from "./signed-facts";

const stated = (version: number) => {
  const note = golden.notes.find((one) => one.content_version === version);
  const facts = signedFacts(note?.content ?? "");
  const pnf = facts?.activities.find((one) => one.title.startsWith("PNF"));
  return { facts, told: Object.fromEntries(pnf?.facts.map(({ label, value }) => [label, value]) ?? []) };
};

test("vitals, pain, help and what a progression was held against are read from the signed facts", () => {
  const { facts, told } = stated(2);
  expect(told).toMatchObject({
    Dose: "3 × 8",
    Deficit: "Knee gives way in stance",
    "Help and cues": "less help or fewer cues",
    "Pain, of 10": "2 before, 1 after",
    "Exertion, of 10": "4",
    "Heart rate": "96",
    "Blood pressure": "132/78",
    "SpO₂": "97 %",
    Dizziness: "no",
    Fatigue: "yes",
    "Adverse response": "Near fall at the third repetition",
    "What was done": "Guarded, seated, settled in a minute",
    Criterion: "8 of 10 clean",
    Reason: "8 to 10 repetitions",
    "Next step": "Without the rail",
  });
  expect(facts?.measures).toEqual([{ label: "Single-leg stance, left", value: "9 s" }]);
});

test("a note of the first version shows what it holds, and nothing that it does not", () => {
  const { facts, told } = stated(1);
  expect(facts?.version).toBe(1);
  expect(told).toEqual({
    Dose: "3 × 8",
    Intensity: '“hard” – 8 × 3\n"so"',
    Tolerance: "Tolerated well",
    Movement: "Better",
    Progression: "Progressed",
  });
});

test("a note that a newer app signed is not guessed at", () => {
  expect(signedFacts(JSON.stringify({ content_version: 3, facts: {} }))).toBeNull();
});
