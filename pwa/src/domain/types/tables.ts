/** Every kind of row, by the entity name that stands on the wire. */
import type { AttestationRow, ChoiceRow, ProcedureRow, ServiceDayRow } from "./billing";
import type { ActivityRow } from "./library";
import type { CareTeamRow, ClinicianRow, ClinicRow, OrganizationRow, PatientRow } from "./people";
import type { AppointmentRow, EpisodeRow, GoalRow, PayerPolicyRow } from "./plan";
import type {
  InterventionRow,
  KeptWordsRow,
  LeftWordsRow,
  MeasureRow,
  ResponseRow,
  SectionRow,
} from "./record";
import type { AddendumRow, CommentRow, ReviewRow, SignatureRow } from "./signing";
import type { CorrectionRow, PauseRow, SegmentRow, UntimedRow, VisitRow } from "./visit";

export interface Tables {
  organization: OrganizationRow;
  clinic: ClinicRow;
  clinician: ClinicianRow;
  care_team: CareTeamRow;
  patient: PatientRow;
  payer_policy: PayerPolicyRow;
  activity: ActivityRow;
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
  left_words: LeftWordsRow;
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
  "activity",
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
  "left_words",
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
