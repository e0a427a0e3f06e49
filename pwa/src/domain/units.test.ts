import { describe, expect, test } from "vitest";
import assistants from "../../../tests/golden/assistants.json";
import golden from "../../../tests/golden/units.json";
import { isTimed } from "./codes";
import { assistantUnits, type Counting, previewLines, previewPolicy, timedUnits } from "./units";

function code(code: string, minutes: number, assistant = 0) {
  return { code, seconds: minutes * 60, assistant_seconds: assistant * 60, minutes };
}

interface UnitsCase {
  name: string;
  counting: Counting;
  day: { code: string; minutes: number }[];
  units: number[];
  prefer?: string[];
}

describe("units, by the cases that the server reads too", () => {
  test.each(golden.cases as unknown as UnitsCase[])("$name", ({ counting, day, units, prefer }) => {
    const minutes = day.map((one) => code(one.code, one.minutes));
    expect(timedUnits(minutes, counting, prefer ?? [])).toEqual(units);
  });
});

interface AssistantCase {
  name: string;
  discipline: "PT" | "OT";
  services: { code: string; minutes?: number; by: string }[];
  lines: { code: string; units: number; modifiers: string[] }[];
  findings: string[];
}

/** Timed days only, given in minutes: what a preview can say without segments and untimed shares. */
const TIMED_CASES = (assistants.cases as unknown as AssistantCase[]).filter(
  ({ services, findings }) =>
    services.every((one) => one.minutes !== undefined && isTimed(one.code)) &&
    !findings.some((id) => id.startsWith("assistant-may") || id.startsWith("wrong")),
);

describe("CQ and CO, by the cases that the server reads too", () => {
  test("most cases are timed ones", () => {
    expect(TIMED_CASES.length).toBeGreaterThan(10);
  });

  test.each(TIMED_CASES)("$name", ({ discipline, services, lines }) => {
    const codes = [...new Set(services.map((one) => one.code))];
    const minutes = codes.map((number) => {
      const own = services.filter((one) => one.code === number);
      const sum = (rows: typeof own) => rows.reduce((total, one) => total + (one.minutes ?? 0), 0);
      return code(number, sum(own), sum(own.filter((one) => one.by === "assistant")));
    });
    const medicare = { counting: "cms8", therapy_modifier: true, assistant_modifiers: true } as const;
    expect(previewLines(minutes, [], medicare, discipline)).toEqual(
      lines.map((line) => ({ code: line.code, units: line.units, modifiers: line.modifiers })),
    );
  });
});

describe("assistant's units (CMS, calendar year 2022 rule)", () => {
  test.each([
    { name: "PTA 10 and PT 5: one unit with", therapist: 5, assistant: 10, units: 1, with: 1 },
    { name: "PTA 12 and PT 14: one each", therapist: 14, assistant: 12, units: 2, with: 1 },
    { name: "PT 8 of the last unit: without", therapist: 8, assistant: 7, units: 1, with: 0 },
    { name: "PT 7 of the last unit: with", therapist: 7, assistant: 8, units: 1, with: 1 },
    { name: "PT 23 and PTA 22: two without, one with", therapist: 23, assistant: 22, units: 3, with: 1 },
    { name: "PT 22 and PTA 23: one without, two with", therapist: 22, assistant: 23, units: 3, with: 2 },
    { name: "PT 16 and PTA 14: one each", therapist: 16, assistant: 14, units: 2, with: 1 },
  ])("$name", ({ therapist, assistant, units, with: marked }) => {
    expect(assistantUnits(code("97112", therapist + assistant, assistant), units)).toBe(marked);
  });
});

describe("preview", () => {
  test("a split code gives two lines, the one without first", () => {
    const medicare = { counting: "cms8", therapy_modifier: true, assistant_modifiers: true } as const;
    expect(previewPolicy("medicare-part-b", {})).toEqual(medicare);
    expect(previewLines([code("97112", 30, 14)], [], medicare, "PT")).toEqual([
      { code: "97112", units: 1, modifiers: ["GP"] },
      { code: "97112", units: 1, modifiers: ["GP", "CQ"] },
    ]);
  });

  test("the clinician's choice decides among equals only", () => {
    expect(timedUnits([code("97112", 20), code("97110", 20)], "cms8", ["97110"])).toEqual([1, 2]);
    expect(timedUnits([code("97112", 24), code("97110", 23)], "cms8", ["97110"])).toEqual([2, 1]);
  });

  test("an unknown policy gives no preview rather than a guess", () => {
    expect(previewPolicy("someone-elses", {})).toBeNull();
  });
});
