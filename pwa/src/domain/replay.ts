/**
 * What a mutation does to the rows this tablet shows, before the server has spoken.
 *
 * What is shown is base (the server's rows) with the tablet's own work replayed
 * over it. Replay never refuses: a mutation the server will reject still shows,
 * until it moves to Needs attention. Rows made here have version 0.
 */
import { Draft } from "./draft";
import { moveVisit } from "./moving";
import { effective } from "./segment";
import { at, dayIn } from "./time";
import type { Author, EntityName, MutationKind, NewMutation, Rows, Tables } from "./types";
import { ENTITY_NAMES } from "./types";

/** The parts of a mutation that replay reads; storage's own fields may stand beside them. */
export type Replayed = Pick<NewMutation, "id" | "kind" | "entity" | "made_at" | "data"> & {
  clock_offset_ms?: number;
};

export type Working = { [E in EntityName]: Map<string, Tables[E]> };
export type Step = (rows: Working, mutation: Replayed, author: Author) => void;

/** Return `base` with `mutations` applied in order; tables that they do not touch are those of `base`. */
export function replay(base: Rows, mutations: readonly Replayed[], author: Author): Rows {
  if (mutations.length === 0) return base;
  const drafts = ENTITY_NAMES.map((name) => [name, new Draft<unknown>(base[name])] as const);
  const working = Object.fromEntries(drafts) as unknown as Working;
  for (const mutation of mutations) STEPS[mutation.kind]?.(working, mutation, author);
  return Object.fromEntries(drafts.map(([name, draft]) => [name, draft.result()])) as unknown as Rows;
}

function patch<E extends EntityName>(rows: Working, entity: E, id: string, fields: Partial<Tables[E]>): void {
  const row = rows[entity].get(id);
  if (row) rows[entity].set(id, { ...row, ...fields });
}

function put<E extends EntityName>(rows: Working, entity: E, id: string, fields: object): void {
  const known = rows[entity].get(id);
  rows[entity].set(id, { ...known, ...fields, id, version: known?.version ?? 0 } as Tables[E]);
}

function patientOf(rows: Working, visitId: unknown): string {
  return rows.visit.get(String(visitId))?.patient_id ?? "";
}

const LONGEST_OFFSET_MS = 50 * 365 * 86_400_000;

/** The instant by the server's clock, in ms: an offset beyond fifty years is no clock's. */
function trueInstant(reading: string, offset = 0): number {
  return at(reading) + (Math.abs(offset) > LONGEST_OFFSET_MS ? 0 : offset);
}

const startVisit: Step = (rows, { entity, data, clock_offset_ms }, author) => {
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

const startSegment: Step = (rows, { entity, data }, author) =>
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

const stopSegment: Step = (rows, { entity, data }) =>
  patch(rows, "segment", entity, {
    ended_at: String(data.ended_at),
    ended_because: data.because as Tables["segment"]["ended_because"],
    pause_reason: (data.pause_reason ?? null) as Tables["segment"]["pause_reason"],
    end_provenance: data.provenance as Tables["segment"]["end_provenance"],
    end_monotonic_ms: (data.monotonic_ms ?? null) as number | null,
  });

const correctSegment: Step = (rows, { id, entity, made_at, data }, author) => {
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

const recordPause: Step = (rows, { entity, data }, author) => {
  const segment = rows.segment.get(String(data.segment_id));
  put(rows, "pause", entity, {
    ...data,
    visit_id: segment?.visit_id ?? "",
    patient_id: segment?.patient_id ?? "",
    by: author.clinician_id,
  });
};

const closeAppointment: Step = (rows, { entity, data }) =>
  patch(rows, "appointment", entity, {
    status: data.status === "missed" ? "missed" : "cancelled",
    closed_as: data.status as Tables["appointment"]["closed_as"] & string,
    reason: (data.reason ?? null) as string | null,
  });

/** Rows whose fields are the mutation's data, with the author and the patient added. */
function recorded(
  entity: "untimed" | "intervention" | "response" | "measure" | "addendum" | "attestation" | "choice",
): Step {
  return (rows, { entity: id, data }, author) => {
    const visit = data.visit_id ?? rows.intervention.get(String(data.intervention_id))?.visit_id;
    const own = entity === "untimed" ? { clinician_id: author.clinician_id } : { by: author.clinician_id };
    const removed = entity === "untimed" || entity === "intervention" ? { removed: false } : {};
    put(rows, entity, id, {
      ...data,
      ...own,
      ...removed,
      visit_id: visit,
      patient_id: patientOf(rows, visit),
    });
  };
}

const recordProcedure: Step = (rows, { entity, data }, author) => {
  const visit = rows.visit.get(String(data.visit_id));
  put(rows, "procedure", entity, {
    discipline: "other",
    specialty: null,
    note: null,
    ...data,
    patient_id: visit?.patient_id ?? "",
    date_of_service: visit?.date_of_service ?? "",
    by: author.clinician_id,
    removed: false,
  });
};

const editSection: Step = (rows, { entity, made_at, data }, author) => {
  const known = [...rows.section.values()].find(
    (one) => one.visit_id === entity && one.section === data.section,
  );
  put(rows, "section", known?.id ?? `${entity}:${String(data.section)}`, {
    visit_id: entity,
    patient_id: patientOf(rows, entity),
    section: data.section,
    text: data.text,
    by: author.clinician_id,
    at: new Date(made_at).toISOString(),
  });
};

const keepWords: Step = (rows, { entity, data }, author) =>
  put(rows, "kept_words", entity, {
    tablet: null,
    ...data,
    by: data.by ?? author.clinician_id,
    patient_id: patientOf(rows, data.visit_id),
    kept_by: author.clinician_id,
  });

const signVisit: Step = (rows, { id, entity, data }, author) => {
  patch(rows, "visit", entity, { status: "signed", signed_at: String(data.signed_at) });
  put(rows, "signature", id, {
    ...data,
    visit_id: entity,
    patient_id: patientOf(rows, entity),
    signed_by: author.clinician_id,
    received_at: null,
    matches: true,
    difference: [],
  });
};

const answerComment: Step = (rows, { entity, data }, author) =>
  patch(rows, "comment", entity, {
    answer: String(data.text),
    answered_by: author.clinician_id,
    answered_at: String(data.at),
  });

const STEPS: Readonly<Record<MutationKind, Step>> = {
  "visit.start": startVisit,
  "visit.end": (rows, { entity, data }) => patch(rows, "visit", entity, { ended_at: String(data.ended_at) }),
  "visit.void": (rows, { entity, data }) =>
    patch(rows, "visit", entity, { status: "void", void_reason: String(data.reason) }),
  "visit.move": moveVisit,
  "words.keep": keepWords,
  "visit.place": (rows, { entity, data }) =>
    patch(rows, "visit", entity, { place_of_service: String(data.place_of_service) }),
  "appointment.close": closeAppointment,
  "appointment.reopen": (rows, { entity }) =>
    patch(rows, "appointment", entity, { status: "scheduled", closed_as: null, reason: null }),
  "segment.start": startSegment,
  "segment.stop": stopSegment,
  "segment.correct": correctSegment,
  "pause.record": recordPause,
  "untimed.record": recorded("untimed"),
  "untimed.remove": (rows, { entity }) => patch(rows, "untimed", entity, { removed: true }),
  "intervention.record": recorded("intervention"),
  "intervention.remove": (rows, { entity }) => patch(rows, "intervention", entity, { removed: true }),
  "response.record": recorded("response"),
  "measure.record": recorded("measure"),
  "section.edit": editSection,
  "visit.sign": signVisit,
  "addendum.add": recorded("addendum"),
  "claim.attest": recorded("attestation"),
  "choice.make": recorded("choice"),
  "procedure.record": recordProcedure,
  "procedure.remove": (rows, { entity }) => patch(rows, "procedure", entity, { removed: true }),
  "comment.answer": answerComment,
};
