import { expect, test } from "vitest";
import type { CorrectionRow, SegmentRow } from "../../domain/types";
import type { ReviewedSegment, ReviewPageData } from "./api";
import { moments } from "./moments";
import { sentencesFrom, signedNote } from "./signed";

const ZONE = "America/New_York";

function segment(fields: Partial<SegmentRow>, correction?: Partial<CorrectionRow>): ReviewedSegment {
  const recorded = {
    id: "s1",
    code: "97112",
    performer: "therapist",
    clinician_id: "c1",
    started_at: "2026-11-23T14:18:05.000Z",
    ended_at: "2026-11-23T14:27:05.000Z",
    ended_because: "stop",
    pause_reason: null,
    provenance: "timed",
    end_provenance: "timed",
    ...fields,
  } as SegmentRow;
  const corrections = correction ? [correction as CorrectionRow] : [];
  const counts = { ...recorded, ...(correction?.started_at ? { started_at: correction.started_at } : {}) };
  return { ...counts, provenance: correction ? "corrected" : "timed", removed: false, recorded, corrections };
}

function page(segments: ReviewedSegment[]): ReviewPageData {
  const clinicians = [{ id: "c1", name: "Rowan Tester", credentials: "PT" }];
  const nothing = { pauses: [], interventions: [], untimed: [], responses: [] };
  return { ...nothing, segments, clinicians } as unknown as ReviewPageData;
}

test("a corrected start shows the original and the reason beside it", () => {
  const found = moments(
    page([segment({}, { started_at: "2026-11-23T14:16:40.000Z", reason: "forgot-to-start" })]),
    ZONE,
  );
  expect(found[0]?.second).toBe("Start was 9:18:05, forgot to start");
  expect(found[0]?.provenance).toBe("corrected");
});

test("a pause is named with its reason and length", () => {
  const later = segment({ id: "s2", started_at: "2026-11-23T14:29:15.000Z", ended_at: null });
  const found = moments(page([segment({ ended_because: "pause", pause_reason: "rest" }), later]), ZONE);
  expect(found[1]?.text).toBe("Rest, 02:10. Not treatment time");
  expect(found[1]?.kind).toBe("pause");
});

test("a reason that was said after the pause is the one that is told", () => {
  const said = [
    { segment_id: "s1", reason: "toilet" },
    { segment_id: "s1", reason: "vitals" },
  ];
  const data = { ...page([segment({ ended_because: "pause" })]), pauses: said } as ReviewPageData;
  expect(moments(data, ZONE)[1]?.text).toBe("Vitals");
});

test("a switch is one moment, not a stop and a start", () => {
  const second = segment({ id: "s2", code: "97110", started_at: "2026-11-23T14:27:05.000Z" });
  const found = moments(page([segment({ ended_because: "switch" }), second]), ZONE);
  expect(found.map((one) => one.key)).toEqual(["s1", "s2", "s2-end"]);
});

test("the signed words of a moment are those that name its rows", () => {
  const content = JSON.stringify({
    note: {
      title: "Visit note",
      sections: [
        { section: "objective", sentences: [{ text: "PNF.", from: ["i1"], typed: false }] },
        { section: "plan", sentences: [{ text: "Next.", from: ["r1"], typed: false }] },
      ],
    },
  });
  const note = signedNote(content);
  expect(note && sentencesFrom(note, ["i1"]).map((one) => one.text)).toEqual(["PNF."]);
  expect(signedNote("not a note")).toBeNull();
});
