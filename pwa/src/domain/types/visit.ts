/** A visit and its time. */
import type { Performer, Provenance, Row, TimeFact } from "./row";

export type PauseReason = "rest" | "toilet" | "vitals" | "interruption";
export type StopCause = "stop" | "switch" | "pause";
export type CorrectionReason = "forgot-to-start" | "forgot-to-stop" | "wrong-code" | "other";
export type VisitStatus = "open" | "signed" | "sign-again" | "void";

export interface VisitRow extends Row {
  patient_id: string;
  episode_id: string;
  appointment_id: string | null;
  clinic_id: string | null;
  place_of_service: string;
  started_at: string;
  ended_at: string | null;
  date_of_service: string;
  zone: string | null;
  status: VisitStatus;
  void_reason: string | null;
  started_by: string;
  signed_at: string | null;
  /** The visit of another patient that all of this was moved to: an id alone, never a name. */
  moved_to?: string | null;
  moved_from?: string[];
}

export interface SegmentRow extends Row, TimeFact {
  visit_id: string;
  patient_id: string;
  code: string;
  clinician_id: string;
  started_at: string;
  ended_at: string | null;
  ended_because: StopCause | null;
  pause_reason: PauseReason | null;
  end_provenance: Provenance | null;
  end_monotonic_ms: number | null;
}

export interface CorrectionRow extends Row {
  segment_id: string;
  visit_id: string;
  patient_id: string;
  started_at: string | null;
  ended_at: string | null;
  code: string | null;
  performer: Performer | null;
  remove: boolean;
  reason: CorrectionReason;
  note: string | null;
  by: string;
  at: string;
}

/** Why a segment was paused, said after the tap that paused it. The last one counts. */
export interface PauseRow extends Row {
  segment_id: string;
  visit_id: string;
  patient_id: string;
  reason: PauseReason;
  by: string;
  at: string;
}

export interface UntimedRow extends Row {
  visit_id: string;
  patient_id: string;
  code: string;
  minutes: number;
  performer: Performer;
  clinician_id: string;
  at: string;
  removed: boolean;
}
