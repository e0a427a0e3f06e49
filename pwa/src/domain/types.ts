/**
 * The rows a tablet holds, in the words and field names of the wire.
 *
 * A row is what the server last said about one thing (or what this tablet has
 * done to it and not yet sent). Instants are RFC 3339 in UTC with milliseconds,
 * dates are ISO days of the clinic, lengths are whole minutes or seconds.
 */

export type Performer = "therapist" | "assistant" | "together";
export type Provenance = "timed" | "corrected" | "reconstructed" | "typed";
export type Discipline = "PT" | "OT";
export type SectionName = "subjective" | "objective" | "assessment" | "plan";
export type PauseReason = "rest" | "toilet" | "vitals" | "interruption";
export type Closing = "missed" | "cancelled" | "refused" | "held";
export type StopCause = "stop" | "switch" | "pause";
export type CorrectionReason = "forgot-to-start" | "forgot-to-stop" | "wrong-code" | "other";
export type Progression = "progressed" | "maintained" | "regressed";
export type Tolerance = "well" | "effort" | "poor";
export type Quality = "better" | "same" | "worse";
export type VisitStatus = "open" | "signed" | "sign-again" | "void";

/** What every row has. `version` is 0 while only this tablet knows the row. */
export interface Row {
  id: string;
  version: number;
}

/** How and where a time was taken: every time fact carries it. */
export interface TimeFact {
  performer: Performer;
  provenance: Provenance;
  zone: string | null;
  offset_minutes: number | null;
  page_run_id: string | null;
  monotonic_ms: number | null;
}

export interface OrganizationRow extends Row {
  name: string;
  time_zone: string;
  offline_lease_hours: number;
  outbox_public_key: string;
}

export interface ClinicRow extends Row {
  name: string;
  time_zone: string;
  place_of_service: string;
}

export interface ClinicianRow extends Row {
  name: string;
  credentials: string;
  roles: string[];
  discipline: Discipline | null;
  active: boolean;
}

export interface CareTeamRow extends Row {
  clinician_id: string;
  patient_id: string;
  since: string;
  until: string | null;
}

export interface PatientRow extends Row {
  given_name: string;
  family_name: string;
  birth_date: string;
  precautions: string[];
  vital_limits: Record<string, number>;
}

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
}

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

/** The dose of an activity: only the fields that make sense for it are there. */
export interface Dose {
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
}

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

export interface SignatureRow extends Row {
  visit_id: string;
  patient_id: string;
  content: string;
  sha256: string;
  signed_by: string;
  name: string;
  credentials: string;
  meaning: string;
  signed_at: string;
  received_at: string | null;
  matches: boolean;
  difference: string[];
}

export interface AddendumRow extends Row {
  visit_id: string;
  patient_id: string;
  kind: "addendum" | "correction" | "late-entry";
  text: string;
  by: string;
  at: string;
}

export interface DerivationStep {
  rule: string;
  says: string;
  source: string;
}

export interface BillingLine {
  code: string;
  units: number;
  modifiers: string[];
  minutes: number;
  held: boolean;
  outside: boolean;
  derivation: DerivationStep[];
}

export interface Finding {
  id: string;
  severity: "error" | "warning" | "info";
  says: string;
  source: string;
  line?: number;
  /** The two codes of the NCCI edit it is about, as the table has them. */
  column1?: string;
  column2?: string;
}

export interface BillingResult {
  timed_minutes: number;
  treatment_minutes: number;
  timed_units: number;
  units: number;
  lines: BillingLine[];
  unbilled: { code: string; minutes: number; because: string }[];
  choices: { between: string[]; chosen: string; basis: string }[];
  findings: Finding[];
}

export interface ServiceDayRow extends Row {
  patient_id: string;
  date_of_service: string;
  discipline: Discipline;
  payer_policy_id: string;
  policy_name: string;
  state: "pending" | "held" | "final";
  waits_for: { says: string; who: string; clinician_id: string | null }[];
  /** "finalize-failed" when the server could not finalize; the former revision stands. */
  finding: string | null;
  visit_ids: string[];
  revision: {
    number: number;
    finalized_at: string;
    previous: number | null;
    result: BillingResult;
    difference: { about: string; says: string }[];
  } | null;
}

export interface AttestationRow extends Row {
  visit_id: string;
  patient_id: string;
  kind: "distinct" | "kx";
  column1: string | null;
  column2: string | null;
  basis: string | null;
  reason: string | null;
  by: string;
  at: string;
}

export interface ChoiceRow extends Row {
  visit_id: string;
  patient_id: string;
  prefer: string[];
  by: string;
  at: string;
}

/** What somebody else did for the patient that day, e.g. a chiropractor's adjustment. */
export interface ProcedureRow extends Row {
  patient_id: string;
  date_of_service: string;
  visit_id: string | null;
  code: string;
  discipline: string;
  specialty: string | null;
  regions: string[];
  note: string | null;
  by: string;
  at: string;
  removed: boolean;
}

export interface ReviewRow extends Row {
  visit_id: string;
  patient_id: string;
  state: "waiting" | "accepted" | "returned" | "answered";
  by: string | null;
  at: string | null;
}

export interface CommentRow extends Row {
  visit_id: string;
  review_id: string;
  patient_id: string;
  field: string | null;
  text: string;
  by: string;
  by_name: string;
  at: string;
  answer: string | null;
  answered_by: string | null;
  answered_at: string | null;
}

/** Every kind of row, by the entity name that stands on the wire. */
export interface Tables {
  organization: OrganizationRow;
  clinic: ClinicRow;
  clinician: ClinicianRow;
  care_team: CareTeamRow;
  patient: PatientRow;
  payer_policy: PayerPolicyRow;
  episode: EpisodeRow;
  goal: GoalRow;
  appointment: AppointmentRow;
  visit: VisitRow;
  segment: SegmentRow;
  correction: CorrectionRow;
  pause: PauseRow;
  untimed: UntimedRow;
  intervention: InterventionRow;
  response: ResponseRow;
  measure: MeasureRow;
  section: SectionRow;
  kept_words: KeptWordsRow;
  signature: SignatureRow;
  addendum: AddendumRow;
  service_day: ServiceDayRow;
  attestation: AttestationRow;
  choice: ChoiceRow;
  procedure: ProcedureRow;
  review: ReviewRow;
  comment: CommentRow;
}

export type EntityName = keyof Tables;

export const ENTITY_NAMES = [
  "organization",
  "clinic",
  "clinician",
  "care_team",
  "patient",
  "payer_policy",
  "episode",
  "goal",
  "appointment",
  "visit",
  "segment",
  "correction",
  "pause",
  "untimed",
  "intervention",
  "response",
  "measure",
  "section",
  "kept_words",
  "signature",
  "addendum",
  "service_day",
  "attestation",
  "choice",
  "procedure",
  "review",
  "comment",
] as const satisfies readonly EntityName[];

/** Everything known on this tablet, by entity and id. */
export type Rows = { readonly [E in EntityName]: ReadonlyMap<string, Tables[E]> };

/** Rows with nothing in them. */
export function emptyRows(): Rows {
  return Object.fromEntries(ENTITY_NAMES.map((name) => [name, new Map()])) as unknown as Rows;
}

/** Who works on this tablet: the author of everything it writes. */
export interface Author {
  clinician_id: string;
  name: string;
  credentials: string;
}

/** One change as the tablet makes it; storage adds n, schema, offsets. */
export interface NewMutation {
  id: string;
  kind: MutationKind;
  entity: string;
  base_version: number;
  depends_on: string[];
  made_at: string;
  data: Record<string, unknown>;
}

export type MutationKind =
  | "visit.start"
  | "visit.end"
  | "visit.void"
  | "visit.move"
  | "words.keep"
  | "visit.place"
  | "appointment.close"
  | "appointment.reopen"
  | "segment.start"
  | "segment.stop"
  | "segment.correct"
  | "pause.record"
  | "untimed.record"
  | "untimed.remove"
  | "intervention.record"
  | "intervention.remove"
  | "response.record"
  | "measure.record"
  | "section.edit"
  | "visit.sign"
  | "addendum.add"
  | "claim.attest"
  | "choice.make"
  | "procedure.record"
  | "procedure.remove"
  | "comment.answer";
