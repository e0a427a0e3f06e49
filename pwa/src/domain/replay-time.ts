/** What the mutations of a visit's time do to the rows shown. */
import { patch, patientOf, put, type Step, type Working } from "./replay-rows";
import { effective } from "./segment";
import { at, dayIn } from "./time";
import type { Tables } from "./types";

const LONGEST_OFFSET_MS = 50 * 365 * 86_400_000;

/** The instant by the server's clock, in ms: an offset beyond fifty years is no clock's. */
function trueInstant(reading: string, offset = 0): number {
  return at(reading) + (Math.abs(offset) > LONGEST_OFFSET_MS ? 0 : offset);
}

export const startVisit: Step = (rows, { entity, data, clock_offset_ms }, author) => {
  if (rows.visit.has(entity)) return;
  const clinic = [...rows.clinic.values()].find((one) => one.id === data.clinic_id);
  const organization = [...rows.organization.values()][0];
  const zone = clinic?.time_zone ?? organization?.time_zone ?? "UTC";
  put(rows, "visit", entity, {
    clinic_id: null,
    zone,
    ...data,
    date_of_service: dayIn(zone, trueInstant(String(data.started_at), clock_offset_ms)),
    ended_at: null,
    status: "open",
    void_reason: null,
    started_by: author.clinician_id,
    signed_at: null,
  });
};

export const startSegment: Step = (rows, { entity, data }, author) =>
  put(rows, "segment", entity, {
    ...data,
    patient_id: patientOf(rows, data.visit_id),
    clinician_id: author.clinician_id,
    ended_at: null,
    ended_because: null,
    pause_reason: null,
    end_provenance: null,
    end_monotonic_ms: null,
  });

export const stopSegment: Step = (rows, { entity, data }) =>
  patch(rows, "segment", entity, {
    ended_at: String(data.ended_at),
    ended_because: data.because as Tables["segment"]["ended_because"],
    pause_reason: (data.pause_reason ?? null) as Tables["segment"]["pause_reason"],
    end_provenance: data.provenance as Tables["segment"]["end_provenance"],
    end_monotonic_ms: (data.monotonic_ms ?? null) as number | null,
  });

export const correctSegment: Step = (rows, { id, entity, made_at, data }, author) => {
  const segment = rows.segment.get(entity);
  put(rows, "correction", id, {
    started_at: null,
    ended_at: null,
    code: null,
    performer: null,
    remove: false,
    note: null,
    ...data,
    segment_id: entity,
    visit_id: segment?.visit_id ?? "",
    patient_id: segment?.patient_id ?? "",
    by: author.clinician_id,
    at: new Date(made_at).toISOString(),
  });
  if (segment && data.started_at) moveDate(rows, segment);
};

/** Let the date of service follow when the visit's first stretch was put on another day. */
function moveDate(rows: Working, corrected: Tables["segment"]): void {
  const visit = rows.visit.get(corrected.visit_id);
  const corrections = [...rows.correction.values()].filter((one) => one.visit_id === corrected.visit_id);
  const first = [...rows.segment.values()]
    .filter((one) => one.visit_id === corrected.visit_id)
    .map((one) =>
      effective(
        one,
        corrections.filter((correction) => correction.segment_id === one.id),
      ),
    )
    .filter((one) => !one.removed)
    .sort((a, b) => at(a.started_at) - at(b.started_at) || a.id.localeCompare(b.id))[0];
  if (!visit || first?.id !== corrected.id) return;
  patch(rows, "visit", visit.id, { date_of_service: dayIn(visit.zone ?? "UTC", at(first.started_at)) });
}

export const recordPause: Step = (rows, { entity, data }, author) => {
  const segment = rows.segment.get(String(data.segment_id));
  put(rows, "pause", entity, {
    ...data,
    visit_id: segment?.visit_id ?? "",
    patient_id: segment?.patient_id ?? "",
    by: author.clinician_id,
  });
};
