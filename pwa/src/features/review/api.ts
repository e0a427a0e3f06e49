/** What the review pages read from the server and send to it. Held in memory only. */
import type {
  AddendumRow,
  ClinicianRow,
  CommentRow,
  CorrectionRow,
  EpisodeRow,
  InterventionRow,
  PatientRow,
  PauseRow,
  ResponseRow,
  ReviewRow,
  SegmentRow,
  ServiceDayRow,
  SignatureRow,
  UntimedRow,
  VisitRow,
} from "../../domain/types";
import { call } from "../../sync";

export interface ReviewListed {
  visit_id: string;
  patient_name: string;
  birth_date: string;
  date_of_service: string;
  clinician_name: string;
  credentials: string;
  signed_at: string | null;
  state: ReviewRow["state"];
  corrections: number;
  /** A response of the visit was adverse. */
  adverse: boolean;
  billing_state: ServiceDayRow["state"] | null;
  comments: number;
}

export interface ReviewedSegment
  extends Pick<
    SegmentRow,
    "id" | "code" | "performer" | "clinician_id" | "started_at" | "ended_at" | "provenance"
  > {
  removed: boolean;
  recorded: SegmentRow;
  corrections: CorrectionRow[];
}

export interface ReviewPageData {
  visit: VisitRow;
  patient: PatientRow;
  episode: EpisodeRow;
  segments: ReviewedSegment[];
  pauses: PauseRow[];
  untimed: UntimedRow[];
  interventions: InterventionRow[];
  responses: ResponseRow[];
  signatures: (SignatureRow & { verified: boolean })[];
  addenda: AddendumRow[];
  service_day: (ServiceDayRow & { policy_label: string }) | null;
  review: ReviewRow;
  comments: CommentRow[];
  clinicians: ClinicianRow[];
}

export interface Remark {
  field: string | null;
  text: string;
}

export async function listReviews(): Promise<ReviewListed[]> {
  return (await call<{ reviews: ReviewListed[] }>("GET", "/api/reviews")).reviews;
}

export function readReview(visitId: string): Promise<ReviewPageData> {
  return call("GET", `/api/reviews/${visitId}`);
}

export async function acceptVisit(visitId: string): Promise<void> {
  await call("POST", `/api/reviews/${visitId}/accept`, {});
}

export async function returnVisit(visitId: string, comments: readonly Remark[]): Promise<void> {
  await call("POST", `/api/reviews/${visitId}/return`, { comments });
}
