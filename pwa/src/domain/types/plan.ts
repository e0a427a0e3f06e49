/** A plan of care: who pays, what it is for, and when the patient comes. */
import type { Discipline, Row } from "./row";

export interface PayerPolicyRow extends Row {
  name: string;
  label: string;
  extends: string;
  overrides: Record<string, unknown>;
  required_elements: string[];
}

export interface EpisodeRow extends Row {
  patient_id: string;
  discipline: Discipline;
  title: string;
  diagnoses: { code: string; label: string }[];
  payer_policy_id: string;
  frequency: string;
  duration: string;
  visits_planned: number | null;
  progress_report_every: number | null;
  certified_from: string | null;
  certified_until: string | null;
  authorized_visits: number | null;
  authorized_until: string | null;
  started_on: string;
  ended_on: string | null;
}

export interface GoalRow extends Row {
  episode_id: string;
  patient_id: string;
  number: number;
  text: string;
  measure: string | null;
  target: string | null;
  met_on: string | null;
  /** Since when and why it is no longer pursued; absent in rows from before goals could end. */
  ended_on?: string | null;
  ended_reason?: string | null;
}

export type Closing = "missed" | "cancelled" | "refused" | "held";

export interface AppointmentRow extends Row {
  patient_id: string;
  episode_id: string;
  clinic_id: string | null;
  clinician_ids: string[];
  starts_at: string;
  minutes: number;
  status: "scheduled" | "cancelled" | "missed";
  reason: string | null;
  place: string | null;
  visit_id: string;
  /** How it was closed; absent in rows that came before this was told. */
  closed_as?: Closing | null;
}
