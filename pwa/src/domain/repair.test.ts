import { expect, test } from "vitest";
import { doubtsOf, type Evidence, type Gap } from "./repair";
import type { EffectiveSegment } from "./segment";

const NEW_YORK = "America/New_York";
const at = (time: string) => Date.parse(time.length > 12 ? time : `2026-11-23T${time}:00Z`);
const nothing: Evidence = { gaps: [], touches: [], starts: [], visitEnd: null, plannedEnd: null };

function segment(from: string, to: string | null): EffectiveSegment {
  const iso = (time: string) => new Date(at(time)).toISOString();
  return { id: "s", started_at: iso(from), ended_at: to && iso(to) } as EffectiveSegment;
}

function found(one: EffectiveSegment, evidence: Partial<Evidence>, now = at("20:00")) {
  return doubtsOf([one], { ...nothing, ...evidence }, NEW_YORK, now).map(({ cause, proposals }) => ({
    cause,
    ends: proposals.map((each) => [each.kind, each.at]),
  }));
}

test("an ordinary stretch raises no doubt", () => {
  expect(found(segment("14:00", "14:30"), { touches: [at("14:10")], starts: [at("14:00")] })).toEqual([]);
});

test("a forgotten clock may have ended at the last touch, the next start, the visit's end", () => {
  const evidence = {
    touches: [at("14:05"), at("14:25"), at("19:59")],
    starts: [at("14:00"), at("15:00")],
    visitEnd: at("14:45"),
    plannedEnd: at("14:40"),
  };
  expect(found(segment("14:00", null), evidence)).toEqual([
    {
      cause: "forgotten",
      ends: [
        ["last-touch", at("14:25")],
        ["planned-end", at("14:40")],
        ["visit-end", at("14:45")],
        ["next-start", at("15:00")],
      ],
    },
  ]);
});

test.each(["slept", "killed"] as const)(
  "what ran while the app %s may have ended when it was last seen",
  (kind) => {
    const gap: Gap = { kind, from: at("14:10"), to: at("14:22"), ran: 0 };
    const doubt = { cause: kind, ends: [["last-seen", at("14:10")]] };
    expect(found(segment("14:00", null), { gaps: [gap] }, at("14:23"))).toEqual([doubt]);
    expect(found(segment("14:00", "14:40"), { gaps: [gap] })).toEqual([doubt]);
    expect(found(segment("14:00", "14:05"), { gaps: [gap] })).toEqual([]);
    expect(found(segment("14:30", null), { gaps: [gap] }, at("14:40"))).toEqual([]);
  },
);

test("a clock set forward proposes what the counter counted", () => {
  const gap: Gap = { kind: "clock-set", from: at("14:10"), to: at("15:10"), ran: 1000 };
  expect(found(segment("14:00", "15:20"), { gaps: [gap] })).toEqual([
    { cause: "clock-set", ends: [["counted", at("14:20") + 1000]] },
  ]);
});

test("a clock set back raises a doubt and proposes no end that lies ahead", () => {
  const gap: Gap = { kind: "clock-set", from: at("14:30"), to: at("14:05"), ran: 1000 };
  expect(found(segment("14:00", "14:20"), { gaps: [gap] })).toEqual([{ cause: "clock-set", ends: [] }]);
});

test("a stop between a clock set back and the next look raises a doubt; one long before it does not", () => {
  const gap: Gap = { kind: "clock-set", from: at("14:30"), to: at("14:05") + 2, ran: 1000 };
  expect(found(segment("14:00", "14:05"), { gaps: [gap] })).toEqual([{ cause: "clock-set", ends: [] }]);
  expect(found(segment("14:00", "14:04"), { gaps: [gap] })).toEqual([]);
});

test("a stretch over the clinic's midnight raises a doubt", () => {
  const late = segment("2026-11-24T04:40:00Z", "2026-11-24T05:20:00Z");
  const touches = [at("2026-11-24T04:50:00Z")];
  expect(found(late, { touches }, at("2026-11-24T06:00:00Z"))).toEqual([
    { cause: "midnight", ends: [["last-touch", touches[0]]] },
  ]);
});

test.each([
  ["spring", "2026-03-08T06:50:00Z", "2026-03-08T07:10:00Z"],
  ["autumn", "2026-11-01T05:50:00Z", "2026-11-01T06:10:00Z"],
])("a stretch over the change of the clocks in %s is told, and nothing is proposed", (_season, from, to) => {
  expect(found(segment(from, to), {}, at("2026-11-24T06:00:00Z"))).toEqual([{ cause: "dst", ends: [] }]);
});

test("one minute is proposed once", () => {
  const gap: Gap = { kind: "slept", from: at("14:10"), to: at("14:22"), ran: 0 };
  expect(found(segment("14:00", "14:40"), { gaps: [gap], touches: [at("14:10") + 5000] })[0]?.ends).toEqual([
    ["last-seen", at("14:10")],
  ]);
});
