/** What the note says of a record, from the golden cases. */
import { expect, test } from "vitest";
import golden from "../../../tests/golden/narrative.json";
import { NARRATIVE_VERSION, narrative, type Told } from "./narrative";

type Some = Record<string, unknown>;

const EMPTY = {
  goals: [],
  segments: [],
  untimed: [],
  interventions: [],
  responses: [],
  measures: [],
  history: [],
  sections: [],
  minutes: [],
};

/** A record of the case's rows, each over the defaults of its kind. */
function told(record: Some): Told {
  const rows = (name: string, kind: keyof typeof golden.defaults) =>
    ((record[name] ?? []) as Some[]).map((row) => ({ ...golden.defaults[kind], ...row }));
  const history = ((record.history ?? []) as { day: string; row: Some }[]).map(({ day, row }) => ({
    day,
    row: { ...golden.defaults.measure, ...row },
  }));
  return {
    ...EMPTY,
    ...record,
    episode: { ...golden.defaults.episode, ...(record.episode as Some) },
    interventions: rows("interventions", "intervention"),
    responses: rows("responses", "response"),
    measures: rows("measures", "measure"),
    history,
  } as unknown as Told;
}

test.each(golden.cases)("$name", ({ record, sections }) => {
  const said = narrative(told(record)).map((one) => [one.section, one.sentences.map(({ text }) => text)]);
  expect(Object.fromEntries(said)).toEqual(sections);
});

test("the words have the version of the golden cases", () => {
  expect(NARRATIVE_VERSION).toBe(golden.narrative_version);
});

test("every sentence names the rows it comes from", () => {
  const [model] = golden.cases;
  const sentences = narrative(told(model?.record ?? {})).flatMap((one) => one.sentences);
  expect(sentences.map((one) => one.from)).toEqual([["s1"], ["i1"], ["i1", "r1"], ["i1"], ["r1"], ["e1"]]);
});
