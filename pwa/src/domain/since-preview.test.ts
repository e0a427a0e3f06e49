import { describe, expect, test } from "vitest";
import { previewOfSigned, sincePreview } from "./since-preview";
import type { BillingLine, BillingResult } from "./types";

const MEDICARE = { counting: "cms8", therapy_modifier: true, assistant_modifiers: true } as const;

/** What was signed: one stretch a code, one after the other, minutes each. */
function signed(
  minutes: Record<string, number>,
  performer = "therapist",
  from = 14,
  content_version = 1,
): string {
  let at = Date.UTC(2026, 10, 23, from);
  const segments = Object.entries(minutes).map(([code, length]) => {
    const started_at = new Date(at).toISOString();
    at += length * 60_000;
    return { code, performer, started_at, ended_at: new Date(at).toISOString() };
  });
  return JSON.stringify({
    content_version,
    facts: { segments, untimed: [{ code: "G0283", minutes: 10, performer }] },
  });
}

const step = (rule: string, says: string) => ({ rule, says, source: "CMS" });
const line = (
  code: string,
  units: number,
  minutes: number,
  over: Partial<BillingLine> = {},
): BillingLine => ({
  code,
  units,
  minutes,
  modifiers: ["GP"],
  held: false,
  outside: false,
  derivation: [
    step("units", "The timed codes of the day make 40 minutes."),
    step("units", "97112 is first."),
  ],
  ...over,
});
const result = (lines: BillingLine[], unbilled: BillingResult["unbilled"] = []): BillingResult => ({
  timed_minutes: 0,
  treatment_minutes: 0,
  timed_units: 0,
  units: 0,
  lines: [...lines, line("G0283", 1, 10)],
  unbilled,
  choices: [],
  findings: [],
});
function preview(...contents: string[]) {
  const made = previewOfSigned(contents, MEDICARE, "PT");
  if (!made) throw new Error("This content is of a known version.");
  return made;
}

test("what came as previewed is no difference, whatever stands on another's claim", () => {
  const outside = line("98941", 1, 0, { modifiers: [], outside: true });
  const decided = result([line("97112", 2, 24), line("97110", 1, 23), outside]);
  expect(sincePreview(preview(signed({ "97112": 24, "97110": 23 })), decided)).toEqual([]);
});

test("visits that were signed by then are previewed together", () => {
  const morning = signed({ "97112": 8 });
  const both = preview(morning, signed({ "97112": 7 }, "therapist", 18));
  expect(both.lines).toEqual([
    { code: "97112", units: 1, modifiers: ["GP"] },
    { code: "G0283", units: 1, modifiers: ["GP"] },
  ]);
  expect(both.minutes.get("97112")).toBe(15);
  expect(both.minutes.get("G0283")).toBe(20);
});

test("a visit signed by an older app and one signed today are previewed alike", () => {
  const newer = signed({ "97112": 7 }, "therapist", 18, 2);
  expect(preview(signed({ "97112": 8 }), newer).minutes.get("97112")).toBe(15);
});

test("what was signed in a version that is not known is not guessed at", () => {
  const later = JSON.stringify({ content_version: 3, facts: {} });
  expect(previewOfSigned([signed({ "97112": 8 }), later], MEDICARE, "PT")).toBeNull();
});

describe("what is otherwise", () => {
  test("a unit less is told with the minutes that went and the server's count", () => {
    const [found, ...more] = sincePreview(preview(signed({ "97112": 24 })), result([line("97112", 1, 20)]));
    expect(more).toEqual([]);
    expect(found).toEqual({
      code: "97112",
      previewed: [{ units: 2, modifiers: ["GP"] }],
      decided: [{ units: 1, modifiers: ["GP"] }],
      minutes: { signed: 24, billed: 20 },
      because: "The timed codes of the day make 40 minutes.",
    });
  });

  test("a code that earned no unit is told with its reason", () => {
    const none = [{ code: "97140", minutes: 8, because: "Whole quarter hours make all units." }];
    const [found] = sincePreview(preview(signed({ "97140": 8 })), result([], none));
    expect(found).toMatchObject({ code: "97140", decided: [], minutes: null, because: none[0]?.because });
  });

  test("a modifier is told with the rule that put it there", () => {
    const derivation = [
      step("edits", "NCCI edit 97530 with 97112. Attested as distinct (Rowan: encounter)."),
      step("edits", "XE: every edit against this line is attested, none is contradicted."),
      step("kx", "KX: $2,500.00 used before exceed the $2,480.00 of 2026."),
    ];
    const asSigned = preview(signed({ "97112": 24 }));
    const marked = (modifiers: string[]) => result([line("97112", 2, 24, { modifiers, derivation })]);
    expect(sincePreview(asSigned, marked(["XE", "GP"]))[0]?.because).toMatch(/^XE: every edit/);
    expect(sincePreview(asSigned, marked(["GP", "KX"]))[0]?.because).toMatch(/^KX: /);
  });

  test("a visit that arrived since is told by its minutes", () => {
    const decided = result([line("97112", 2, 24), line("97110", 2, 30)]);
    const found = sincePreview(preview(signed({ "97112": 24 })), decided);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: "97110", previewed: [], minutes: { signed: 0, billed: 30 } });
  });

  test("the order of modifiers is no difference, the assistant's share is", () => {
    const asSigned = preview(signed({ "97112": 24 }, "assistant"));
    expect(asSigned.lines[0]?.modifiers).toEqual(["GP", "CQ"]);
    const g0283 = line("G0283", 1, 10, { modifiers: ["CQ", "GP"] });
    const same = { ...result([]), lines: [line("97112", 2, 24, { modifiers: ["CQ", "GP"] }), g0283] };
    expect(sincePreview(asSigned, same)).toEqual([]);
    const derivation = [step("assistant", "All minutes were the therapist's.")];
    const other = { ...result([]), lines: [line("97112", 2, 24, { derivation }), g0283] };
    expect(sincePreview(asSigned, other)[0]?.because).toBe("All minutes were the therapist's.");
  });
});
