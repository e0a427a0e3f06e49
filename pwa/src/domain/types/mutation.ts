/** A change as the tablet makes it, and who makes it. */
/** Who works on this tablet: the author of everything it writes. */
export interface Author {
  clinician_id: string;
  name: string;
  credentials: string;
}

export type MutationKind =
  | "visit.start"
  | "visit.end"
  | "visit.void"
  | "visit.move"
  | "words.keep"
  | "words.leave"
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
  | "goal.set"
  | "goal.close"
  | "goal.reopen"
  | "precautions.change"
  | "visit.sign"
  | "addendum.add"
  | "claim.attest"
  | "choice.make"
  | "procedure.record"
  | "procedure.remove"
  | "comment.answer";

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
