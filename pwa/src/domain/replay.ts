/**
 * What a mutation does to the rows this tablet shows, before the server has spoken.
 *
 * What is shown is base (the server's rows) with the tablet's own work replayed
 * over it. Replay never refuses: a mutation the server will reject still shows,
 * until it moves to Needs attention. Rows made here have version 0.
 */
import { Draft } from "./draft";
import { moveVisit } from "./moving";
import { changePrecautions, closeGoal, reopenGoal, setGoal } from "./replay-plan";
import {
  answerComment,
  closeAppointment,
  editSection,
  keepWords,
  leaveWords,
  recorded,
  recordProcedure,
  signVisit,
} from "./replay-record";
import { patch, type Replayed, type Step, type Working } from "./replay-rows";
import { correctSegment, recordPause, startSegment, startVisit, stopSegment } from "./replay-time";
import type { Author, MutationKind, Rows } from "./types";
import { ENTITY_NAMES } from "./types";

/** Return `base` with `mutations` applied in order; tables that they do not touch are those of `base`. */
export function replay(base: Rows, mutations: readonly Replayed[], author: Author): Rows {
  if (mutations.length === 0) return base;
  const drafts = ENTITY_NAMES.map((name) => [name, new Draft<unknown>(base[name])] as const);
  const working = Object.fromEntries(drafts) as unknown as Working;
  for (const mutation of mutations) STEPS[mutation.kind]?.(working, mutation, author);
  return Object.fromEntries(drafts.map(([name, draft]) => [name, draft.result()])) as unknown as Rows;
}

const STEPS: Readonly<Record<MutationKind, Step>> = {
  "visit.start": startVisit,
  "visit.end": (rows, { entity, data }) => patch(rows, "visit", entity, { ended_at: String(data.ended_at) }),
  "visit.void": (rows, { entity, data }) =>
    patch(rows, "visit", entity, { status: "void", void_reason: String(data.reason) }),
  "visit.move": moveVisit,
  "words.keep": keepWords,
  "words.leave": leaveWords,
  "visit.place": (rows, { entity, data }) =>
    patch(rows, "visit", entity, { place_of_service: String(data.place_of_service) }),
  "appointment.close": closeAppointment,
  "appointment.reopen": (rows, { entity }) =>
    patch(rows, "appointment", entity, { status: "scheduled", closed_as: null, reason: null }),
  "segment.start": startSegment,
  "segment.stop": stopSegment,
  "segment.correct": correctSegment,
  "pause.record": recordPause,
  "untimed.record": recorded("untimed"),
  "untimed.remove": (rows, { entity }) => patch(rows, "untimed", entity, { removed: true }),
  "intervention.record": recorded("intervention"),
  "intervention.remove": (rows, { entity }) => patch(rows, "intervention", entity, { removed: true }),
  "response.record": recorded("response"),
  "measure.record": recorded("measure"),
  "section.edit": editSection,
  "goal.set": setGoal,
  "goal.close": closeGoal,
  "goal.reopen": reopenGoal,
  "precautions.change": changePrecautions,
  "visit.sign": signVisit,
  "addendum.add": recorded("addendum"),
  "claim.attest": recorded("attestation"),
  "choice.make": recorded("choice"),
  "procedure.record": recordProcedure,
  "procedure.remove": (rows, { entity }) => patch(rows, "procedure", entity, { removed: true }),
  "comment.answer": answerComment,
};
