/** Replay, narrative and signed content over one visit as a therapist would record it. */
import { describe, expect, test } from "vitest";
import { signedContent } from "./content";
import { doseCircumstances, doseFigures } from "./dose";
import { narrative } from "./narrative";
import { replay } from "./replay";
import type { Replayed } from "./replay-rows";
import { runningSegment } from "./segment";
import { type Author, emptyRows, type MutationKind, type Rows } from "./types";
import { lastTime, visitRecord } from "./visit";

const AUTHOR: Author = { clinician_id: "c1", name: "Rowan Tester", credentials: "PT" };
const NOW = Date.parse("2026-11-23T15:00:00.000Z");

function base(): Rows {
  const put = <T extends { id: string }>(row: T) => new Map([[row.id, row]]);
  return {
    ...emptyRows(),
    organization: put({
      id: "o1",
      version: 1,
      name: "Elm Street",
      time_zone: "America/New_York",
      offline_lease_hours: 72,
      outbox_public_key: "",
    }),
    clinician: put({
      id: "c1",
      version: 1,
      name: "Rowan Tester",
      credentials: "PT",
      roles: ["therapist"],
      discipline: "PT" as const,
      active: true,
    }),
    patient: put({
      id: "p1",
      version: 1,
      given_name: "Odessa",
      family_name: "Sample",
      birth_date: "1954-03-14",
      precautions: [],
      vital_limits: {},
    }),
    episode: put({
      id: "e1",
      version: 1,
      patient_id: "p1",
      discipline: "PT" as const,
      title: "Left side after stroke",
      diagnoses: [],
      payer_policy_id: "y1",
      frequency: "2 a week",
      duration: "6 weeks",
      visits_planned: 12,
      progress_report_every: 10,
      certified_from: null,
      certified_until: null,
      authorized_visits: null,
      authorized_until: null,
      started_on: "2026-11-01",
      ended_on: null,
    }),
  };
}

const FACT = {
  performer: "therapist",
  provenance: "timed",
  zone: "America/New_York",
  offset_minutes: -300,
  page_run_id: "r",
  monotonic_ms: 0,
};

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("This row should be there.");
  return value;
}

function mutation(n: number, kind: MutationKind, entity: string, data: Record<string, unknown>): Replayed {
  return { id: `m${n}`, kind, entity, made_at: "2026-11-23T14:40:00.000Z", data };
}

const START = [
  mutation(1, "visit.start", "v1", {
    patient_id: "p1",
    episode_id: "e1",
    appointment_id: null,
    place_of_service: "11",
    started_at: "2026-11-24T03:00:00.000Z",
  }),
  mutation(2, "segment.start", "s1", {
    visit_id: "v1",
    code: "97112",
    started_at: "2026-11-23T14:29:00.000Z",
    ...FACT,
  }),
];
const DONE = [
  ...START,
  mutation(3, "intervention.record", "i1", {
    visit_id: "v1",
    code: "97112",
    activity_id: "pnf",
    technique: "PNF",
    regions: ["left lower extremity"],
    purpose: "Improve range, strength and coordination of hip, knee and ankle",
    goal_id: null,
    deficit: null,
    frequency: "2 a week",
    intensity: "moderate",
    duration: "6 weeks",
    dose: { sets: 3, reps: 10, assistance: "minimal", cue_count: 3, cue_type: "touch" },
    skilled_need: "Graded touch cues to time the response",
    at: "2026-11-23T14:33:22.000Z",
  }),
  mutation(4, "response.record", "a1", {
    intervention_id: "i1",
    visit_id: "v1",
    tolerance: "well",
    quality: "better",
    assistance_change: null,
    pain_before: null,
    pain_after: null,
    exertion: null,
    heart_rate: null,
    systolic: null,
    diastolic: null,
    spo2: null,
    dizziness: null,
    fatigue: null,
    adverse: null,
    adverse_action: null,
    text: null,
    progression: "progressed",
    progression_criterion: null,
    progression_reason: "8 to 10 repetitions",
    next_step: "Without the rail",
    at: "2026-11-23T14:40:00.000Z",
  }),
  mutation(5, "section.edit", "v1", {
    section: "subjective",
    text: "My foot caught on the rug once.",
    base_hash: "",
  }),
  mutation(6, "segment.stop", "s1", {
    ended_at: "2026-11-23T14:53:10.000Z",
    because: "stop",
    pause_reason: null,
    ...FACT,
  }),
];

describe("replay", () => {
  test("shows work that the server has not seen, and leaves the base alone", () => {
    const rows = base();
    const shown = replay(rows, START, AUTHOR);
    expect(runningSegment(shown, "c1")?.code).toBe("97112");
    expect(rows.visit.size).toBe(0);
  });

  test("takes the day of service from the clinic's zone", () => {
    expect(replay(base(), START, AUTHOR).visit.get("v1")?.date_of_service).toBe("2026-11-23");
  });

  test("a stop ends the running segment and keeps its start", () => {
    const segment = replay(base(), DONE, AUTHOR).segment.get("s1");
    expect([segment?.started_at, segment?.ended_at]).toEqual([
      "2026-11-23T14:29:00.000Z",
      "2026-11-23T14:53:10.000Z",
    ]);
    expect(runningSegment(replay(base(), DONE, AUTHOR), "c1")).toBeNull();
  });

  test("a second edit of a section replaces the first", () => {
    const again = mutation(7, "section.edit", "v1", {
      section: "subjective",
      text: "I did not fall.",
      base_hash: "",
    });
    const shown = replay(base(), [...DONE, again], AUTHOR);
    expect([...shown.section.values()].map((one) => one.text)).toEqual(["I did not fall."]);
  });
});

describe("the note", () => {
  const record = () => known(visitRecord(replay(base(), DONE, AUTHOR), "v1", NOW));

  test("says what was recorded, each sentence with its rows", () => {
    const words = narrative(record()).map((one) => [
      one.section,
      one.sentences.map((sentence) => sentence.text),
    ]);
    expect(words).toEqual([
      ["subjective", ["My foot caught on the rug once."]],
      [
        "objective",
        [
          "Neuromuscular re-education (97112), 24 minutes, one to one, by the therapist.",
          "Neuromuscular re-education of the left lower extremity by PNF to improve range, strength and coordination of hip, knee and ankle: 3 × 10, minimal help, 3 touch cues; intensity moderate, 2 a week, for 6 weeks.",
        ],
      ],
      [
        "assessment",
        [
          "PNF: progressed (8 to 10 repetitions), tolerated well, movement better.",
          "A therapist was needed for PNF: graded touch cues to time the response.",
        ],
      ],
      ["plan", ["Next visit: PNF, without the rail.", "2 a week for 6 weeks, as planned."]],
    ]);
    expect(narrative(record())[1]?.sentences[1]?.from).toEqual(["i1"]);
  });

  test("says nothing that was not recorded", () => {
    const bare = known(visitRecord(replay(base(), START, AUTHOR), "v1", NOW));
    expect(narrative(bare)[2]?.sentences).toEqual([]);
  });

  test("is signed as the same bytes for the same record", () => {
    const words = {
      language: "en",
      title: "Visit note",
      patient_line: "Odessa Sample",
      meaning: "Treating therapist",
    };
    const one = signedContent(record(), AUTHOR, words, "2026-11-23T14:57:00.000Z");
    expect(signedContent(record(), AUTHOR, words, "2026-11-23T14:57:00.000Z")).toBe(one);
    const facts = (JSON.parse(one) as { facts: Record<string, unknown> }).facts;
    expect(facts.total_timed_minutes).toBe(24);
    expect(facts.contributors).toEqual([{ clinician_id: "c1", name: "Rowan Tester", credentials: "PT" }]);
  });
});

describe("dose", () => {
  test("reads in the same order every time", () => {
    const dose = {
      sets: 2,
      reps: 10,
      level: 2,
      support: "one hand",
      cue_type: "touch",
      cue_count: 4,
    };
    expect([doseFigures(dose), doseCircumstances(dose)]).toEqual([
      "2 × 10",
      "level 2, one hand on support, 4 touch cues",
    ]);
  });

  test("last time is the same technique in the latest earlier visit", () => {
    const rows = replay(base(), DONE, AUTHOR);
    const next = mutation(8, "visit.start", "v2", {
      patient_id: "p1",
      episode_id: "e1",
      appointment_id: null,
      place_of_service: "11",
      started_at: "2026-11-26T15:00:00.000Z",
    });
    const later = replay(rows, [next], AUTHOR);
    const found = lastTime(later, known(later.visit.get("v2")), {
      activity_id: "pnf",
      technique: "PNF",
      regions: ["left lower extremity"],
    });
    expect(found?.intervention.id).toBe("i1");
  });
});
