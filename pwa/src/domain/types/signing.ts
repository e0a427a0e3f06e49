/** What was signed, what was added to it, and what a supervisor said. */
import type { Row } from "./row";

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
