import { describe, expect, test } from "vitest";
import { effective, seconds } from "./segment";
import type { CorrectionRow, SegmentRow } from "./types";

const recorded: SegmentRow = {
  id: "s1",
  version: 1,
  visit_id: "v1",
  patient_id: "p1",
  code: "97112",
  clinician_id: "c1",
  performer: "therapist",
  started_at: "2026-11-23T14:18:05.000Z",
  ended_at: "2026-11-23T14:27:05.000Z",
  ended_because: "stop",
  pause_reason: null,
  provenance: "timed",
  end_provenance: "timed",
  zone: null,
  offset_minutes: -300,
  page_run_id: null,
  monotonic_ms: 0,
  end_monotonic_ms: 540_000,
};

function correction(id: string, at: string, fields: Partial<CorrectionRow>): CorrectionRow {
  return {
    id,
    version: 1,
    segment_id: "s1",
    visit_id: "v1",
    patient_id: "p1",
    started_at: null,
    ended_at: null,
    code: null,
    performer: null,
    remove: false,
    reason: "forgot-to-start",
    note: null,
    by: "c1",
    at,
    ...fields,
  };
}

describe("an effective segment", () => {
  test("without corrections is what was recorded", () => {
    expect(effective(recorded, []).started_at).toBe(recorded.started_at);
    expect(effective(recorded, []).provenance).toBe("timed");
  });

  test("takes the latest correction and keeps the original beside it", () => {
    const later = correction("k2", "2026-11-23T15:00:00.000Z", { started_at: "2026-11-23T14:16:40.000Z" });
    const earlier = correction("k1", "2026-11-23T14:50:00.000Z", { started_at: "2026-11-23T14:10:00.000Z" });
    const segment = effective(recorded, [later, earlier]);
    expect(segment.started_at).toBe("2026-11-23T14:16:40.000Z");
    expect(segment.recorded.started_at).toBe("2026-11-23T14:18:05.000Z");
    expect(segment.provenance).toBe("corrected");
  });

  test("can be taken out and put back", () => {
    const out = correction("k1", "2026-11-23T14:50:00.000Z", { remove: true });
    const back = correction("k2", "2026-11-23T14:51:00.000Z", { remove: false });
    expect(effective(recorded, [out]).removed).toBe(true);
    expect(effective(recorded, [out, back]).removed).toBe(false);
  });

  test("is never shorter than nothing, even when the clock went back", () => {
    expect(seconds({ ...recorded, ended_at: null }, Date.parse(recorded.started_at) - 5000)).toBe(0);
  });
});
