/** A new patient as the reception's form holds them, and what the server tells of patients. */
import type { Discipline } from "../../domain/types";
import type { ApiFault } from "../../sync";

export interface Known {
  id: string;
  version: number;
  given_name: string;
  family_name: string;
  birth_date: string;
  precautions: string[];
}

export interface Choices {
  patients: Known[];
  clinicians: { id: string; name: string; credentials: string; discipline: Discipline | null }[];
  clinics: { id: string; name: string }[];
  policies: { id: string; label: string }[];
}

export interface Intake {
  given_name: string;
  family_name: string;
  birth_date: string;
  precautions: string;
  discipline: Discipline;
  title: string;
  diagnosis: string;
  diagnosisLabel: string;
  payer_policy_id: string;
  frequency: string;
  duration: string;
  visits_planned: string;
  certified_from: string;
  certified_until: string;
  clinician_ids: string[];
  appointment: boolean;
  day: string;
  time: string;
  minutes: string;
  clinic_id: string;
}

/** An empty form; where there is one choice it is made. */
export function emptyIntake({ policies, clinics }: Choices): Intake {
  const only = (list: readonly { id: string }[]) => (list.length === 1 ? (list[0]?.id ?? "") : "");
  return {
    given_name: "",
    family_name: "",
    birth_date: "",
    precautions: "",
    discipline: "PT",
    title: "",
    diagnosis: "",
    diagnosisLabel: "",
    payer_policy_id: only(policies),
    frequency: "",
    duration: "",
    visits_planned: "",
    certified_from: "",
    certified_until: "",
    clinician_ids: [],
    appointment: true,
    day: "",
    time: "",
    minutes: "45",
    clinic_id: only(clinics),
  };
}

/** What was typed line by line; empty lines are none. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** What is sent. `althoughKnown`: somebody of this name and birth date is there, and this is another. */
export function bodyOf(form: Intake, althoughKnown: boolean) {
  const code = form.diagnosis.trim().toUpperCase();
  const label = form.diagnosisLabel.trim();
  return {
    given_name: form.given_name,
    family_name: form.family_name,
    birth_date: form.birth_date,
    precautions: linesOf(form.precautions),
    although_known: althoughKnown,
    episode: {
      discipline: form.discipline,
      title: form.title,
      diagnoses: code || label ? [{ code, label }] : [],
      payer_policy_id: form.payer_policy_id,
      frequency: form.frequency,
      duration: form.duration,
      visits_planned: figure(form.visits_planned),
      certified_from: form.certified_from || null,
      certified_until: form.certified_until || null,
      clinician_ids: form.clinician_ids,
    },
    appointment: form.appointment
      ? {
          day: form.day,
          time: form.time.slice(0, 5),
          minutes: figure(form.minutes),
          clinic_id: form.clinic_id || null,
        }
      : null,
  };
}

/** What is no whole number goes as it was typed: the server refuses it where it stands. */
export function figure(text: string): number | string | null {
  const typed = text.trim();
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

/** Whom the server was asked about: that it is another person holds for no other name or birth date. */
export function whoOf({ given_name, family_name, birth_date }: Intake): string {
  return JSON.stringify([given_name, family_name, birth_date]);
}

/** Who may be chosen for a plan of care: those of its discipline. */
export function whoTreats({ clinicians }: Choices, discipline: Discipline): Choices["clinicians"] {
  return clinicians.filter((one) => one.discipline === discipline);
}

/** What the server says of a field, wherever in the body it stands. */
export function saidAnywhere(fault: ApiFault | null, field: string): string | null {
  const problem = fault?.problem;
  if (!problem) return null;
  if (problem.pointer?.split("/").at(-1) === field) return problem.detail ?? problem.title;
  return within((problem.errors as { json?: unknown } | undefined)?.json, field);
}

function within(said: unknown, field: string): string | null {
  if (said === null || typeof said !== "object") return null;
  for (const [name, inner] of Object.entries(said)) {
    const found = name === field ? firstText(inner) : within(inner, field);
    if (found !== null) return found;
  }
  return null;
}

function firstText(said: unknown): string | null {
  if (typeof said === "string") return said;
  if (said === null || typeof said !== "object") return null;
  for (const inner of Object.values(said)) {
    const text = firstText(inner);
    if (text !== null) return text;
  }
  return null;
}
