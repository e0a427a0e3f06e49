/** What the mutations of the record, of its signature and of its review do to the rows shown. */
import { patch, patientOf, put, type Step } from "./replay-rows";
import type { Tables } from "./types";

export const closeAppointment: Step = (rows, { entity, data }) =>
  patch(rows, "appointment", entity, {
    status: data.status === "missed" ? "missed" : "cancelled",
    closed_as: data.status as Tables["appointment"]["closed_as"] & string,
    reason: (data.reason ?? null) as string | null,
  });

/** Rows whose fields are the mutation's data, with the author and the patient added. */
export function recorded(
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

export const recordProcedure: Step = (rows, { entity, data }, author) => {
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

export const editSection: Step = (rows, { entity, made_at, data }, author) => {
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

export const keepWords: Step = (rows, { entity, data }, author) =>
  put(rows, "kept_words", entity, {
    tablet: null,
    ...data,
    by: data.by ?? author.clinician_id,
    patient_id: patientOf(rows, data.visit_id),
    kept_by: author.clinician_id,
  });

export const leaveWords: Step = (rows, { entity, data }, author) => {
  const { visit_id, of, recorded_at, left_at } = data;
  put(rows, "left_words", entity, { clinician_id: author.clinician_id, visit_id, of, recorded_at, left_at });
};

export const signVisit: Step = (rows, { id, entity, data }, author) => {
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

export const answerComment: Step = (rows, { entity, data }, author) =>
  patch(rows, "comment", entity, {
    answer: String(data.text),
    answered_by: author.clinician_id,
    answered_at: String(data.at),
  });
