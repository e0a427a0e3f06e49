/** What was done in a visit, how the patient responded, and what was measured and written. */
import type { Row } from "./row";

export type SectionName = "subjective" | "objective" | "assessment" | "plan";
export type Progression = "progressed" | "maintained" | "regressed";
export type Tolerance = "well" | "effort" | "poor";
export type Quality = "better" | "same" | "worse";

/** The dose of an activity: only the fields that make sense for it are there. */
export type Dose = {
  sets?: number;
  reps?: number;
  hold_seconds?: number;
  rest_seconds?: number;
  level?: number;
  position?: string;
  surface?: string;
  support?: string;
  base_of_support?: string;
  vision?: string;
  dual_task?: string;
  equipment?: string;
  resistance?: string;
  assistance?: string;
  cue_type?: string;
  cue_count?: number;
  errors?: number;
  losses_of_balance?: number;
};

export interface InterventionRow extends Row {
  visit_id: string;
  patient_id: string;
  code: string;
  activity_id: string | null;
  technique: string;
  regions: string[];
  purpose: string;
  goal_id: string | null;
  deficit: string | null;
  frequency: string;
  intensity: string;
  duration: string;
  dose: Dose;
  skilled_need: string;
  by: string;
  at: string;
  removed: boolean;
}

export interface ResponseRow extends Row {
  intervention_id: string;
  visit_id: string;
  patient_id: string;
  tolerance: Tolerance | null;
  quality: Quality | null;
  assistance_change: string | null;
  pain_before: number | null;
  pain_after: number | null;
  exertion: number | null;
  heart_rate: number | null;
  systolic: number | null;
  diastolic: number | null;
  spo2: number | null;
  dizziness: boolean | null;
  fatigue: boolean | null;
  adverse: string | null;
  adverse_action: string | null;
  text: string | null;
  progression: Progression | null;
  progression_criterion: string | null;
  progression_reason: string | null;
  next_step: string | null;
  by: string;
  at: string;
}

export interface MeasureRow extends Row {
  visit_id: string;
  patient_id: string;
  measure: string;
  value: number;
  unit: string;
  side: string | null;
  trials: number[];
  by: string;
  at: string;
}

export interface SectionRow extends Row {
  visit_id: string;
  patient_id: string;
  section: SectionName;
  text: string;
  by: string;
  at: string;
}

/** Words of a visit that the server did not take in: left with the supervisors, who have them. */
export interface LeftWordsRow extends Row {
  clinician_id: string;
  visit_id: string;
  /** What kind of change it was. */
  of: string;
  recorded_at: string;
  left_at: string;
}

/** A version that lost against another when two met: what stood in it, whose it was, and who decided. */
export interface KeptWordsRow extends Row {
  visit_id: string;
  patient_id: string;
  entity: string;
  entity_id: string;
  words: { name: string; text: string }[];
  by: string;
  at: string;
  tablet: string | null;
  kept_by: string;
  kept_at: string;
}
