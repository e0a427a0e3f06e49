/** Recording what was done: interventions, responses, untimed codes, words, addenda, answers. */
import { sha256 } from "../domain/canonical";
import { uuid7 } from "../domain/ids";
import { instant } from "../domain/time";
import type {
  InterventionRow,
  MeasureRow,
  NewMutation,
  Performer,
  ResponseRow,
  SectionName,
} from "../domain/types";
import type { Plain, WriteOptions } from "../storage";
import { made, timeFact, versionOf } from "./made";
import { openVault } from "./vault";
import { beginning } from "./visits";

export type InterventionFields = Omit<
  InterventionRow,
  "id" | "version" | "patient_id" | "by" | "at" | "removed"
>;
export type ResponseFields = Omit<
  ResponseRow,
  "id" | "version" | "patient_id" | "visit_id" | "intervention_id" | "by" | "at"
>;

/** An intervention with its response, as a form gives them; ids are null the first time. */
export interface Captured {
  id: string | null;
  intervention: InterventionFields;
  responseId: string | null;
  response: ResponseFields | null;
}

/** Store an intervention and its response in one transaction, and let go of their draft. */
export async function saveCaptured(captured: Captured, draftKey: string): Promise<void> {
  const at = Date.now();
  const { intervention } = captured;
  const id = captured.id ?? uuid7(at);
  const before = beginning(intervention.visit_id, at);
  const recorded = made("intervention.record", id, { ...intervention, at: instant(at) }, at, {
    needs: [intervention.visit_id],
    version: versionOf("intervention", id),
    before,
  });
  const responses = captured.response
    ? [responding(id, captured.responseId, captured.response, at, [recorded])]
    : [];
  await openVault().write([...before, recorded, ...responses], { dropDrafts: [draftKey] });
}

function responding(
  interventionId: string,
  responseId: string | null,
  response: ResponseFields,
  at: number,
  before: readonly NewMutation[],
): NewMutation {
  const id = responseId ?? uuid7(at);
  const data = { intervention_id: interventionId, ...response, at: instant(at) };
  return made("response.record", id, data, at, {
    needs: [interventionId],
    version: versionOf("response", id),
    before,
  });
}

export function removeIntervention(intervention: InterventionRow): Promise<void> {
  const at = Date.now();
  const { id, version } = intervention;
  return write([made("intervention.remove", id, {}, at, { needs: [id], version })]);
}

export type MeasureFields = Omit<MeasureRow, "id" | "version" | "patient_id" | "by" | "at">;

/** Record a measured value, or record it otherwise under its id; let go of its draft. */
export async function recordMeasure(
  id: string | null,
  fields: MeasureFields,
  draftKey: string,
): Promise<void> {
  const at = Date.now();
  const before = beginning(fields.visit_id, at);
  const recorded = made("measure.record", id ?? uuid7(at), { ...fields, at: instant(at) }, at, {
    needs: [fields.visit_id],
    version: id ? versionOf("measure", id) : 0,
    before,
  });
  await openVault().write([...before, recorded], { dropDrafts: [draftKey] });
}

/** Record an untimed code. `minutes` are whole minutes. */
export function recordUntimed(
  visitId: string,
  code: string,
  minutes: number,
  performer: Performer,
): Promise<void> {
  const at = Date.now();
  const before = beginning(visitId, at);
  const data = { visit_id: visitId, code, minutes, at: instant(at), ...timeFact(performer, "typed", at) };
  return write([...before, made("untimed.record", uuid7(at), data, at, { needs: [visitId], before })]);
}

export function removeUntimed(id: string): Promise<void> {
  return write([made("untimed.remove", id, {}, Date.now(), { version: versionOf("untimed", id) })]);
}

/** Write a section of the note. `seen` is the text that stood there when writing began. */
export async function editSection(
  visitId: string,
  section: SectionName,
  text: string,
  seen: string,
  options: WriteOptions & { version?: number } = {},
): Promise<void> {
  const { version = 0, ...written } = options;
  const at = Date.now();
  const data = { section, text, base_hash: await sha256(seen) };
  const before = beginning(visitId, at);
  const edit = made("section.edit", visitId, data, at, { needs: [visitId], version, before });
  await openVault().write([...before, edit], written);
}

export function addAddendum(
  visitId: string,
  kind: "addendum" | "correction" | "late-entry",
  text: string,
  options: WriteOptions = {},
): Promise<void> {
  const at = Date.now();
  const data = { visit_id: visitId, kind, text, at: instant(at) };
  return write([made("addendum.add", uuid7(at), data, at)], options);
}

export function answerComment(commentId: string, text: string, draftKey: string): Promise<void> {
  const at = Date.now();
  const data = { text, at: instant(at) };
  const answer = made("comment.answer", commentId, data, at, { version: versionOf("comment", commentId) });
  return write([answer], { dropDrafts: [draftKey] });
}

/** Say why two codes of one day were distinct, or why treatment beyond the amount is necessary. */
export function attest(visitId: string, attestation: Record<string, Plain>): Promise<void> {
  const at = Date.now();
  return write([made("claim.attest", uuid7(at), { visit_id: visitId, ...attestation, at: instant(at) }, at)]);
}

/** Say which of equals shall have a unit, the most preferred first. */
export function choosePreferred(visitId: string, prefer: readonly string[]): Promise<void> {
  const at = Date.now();
  const data = { visit_id: visitId, prefer: [...prefer], at: instant(at) };
  return write([made("choice.make", uuid7(at), data, at)]);
}

/** Record what somebody else did for the patient that day. */
export function recordProcedure(visitId: string, code: string, regions: readonly string[]): Promise<void> {
  const at = Date.now();
  const before = beginning(visitId, at);
  const data = { visit_id: visitId, code, regions: [...regions], at: instant(at) };
  return write([...before, made("procedure.record", uuid7(at), data, at, { needs: [visitId], before })]);
}

export function removeProcedure(id: string): Promise<void> {
  const version = versionOf("procedure", id);
  return write([made("procedure.remove", id, {}, Date.now(), { needs: [id], version })]);
}

function write(mutations: readonly NewMutation[], options: WriteOptions = {}): Promise<void> {
  return openVault().write(mutations, options);
}
