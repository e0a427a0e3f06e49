/** Signing: the exact bytes that stand on the screen, hashed, with the name of who signs. */
import { sha256 } from "../domain/canonical";
import { missingElements } from "../domain/completeness";
import { type NoteWords, signedContent } from "../domain/content";
import { clockTime, dateText, dayText, instant, at as ms } from "../domain/time";
import type { VisitRow } from "../domain/types";
import type { VisitRecord } from "../domain/visit";
import type { Words } from "../words";
import { made, timeFact } from "./made";
import { ownPerformer } from "./timing";
import { me, openVault, outbox, rows, zone } from "./vault";

/** What is not there yet, required first, raised by the payer's policy where it says so. */
export function missing(record: VisitRecord) {
  return missingElements({ ...record, author: me.value }, record.policy?.required_elements ?? []);
}

/** The visit with its end: that of the last treatment, when nobody said otherwise. */
export function ended(record: VisitRecord): VisitRecord {
  if (record.visit.ended_at !== null) return record;
  const ends = record.segments.map((one) => one.ended_at ?? instant(Date.now()));
  const last = [...ends, ...record.untimed.map((one) => one.at)].sort().at(-1);
  const from = ms(record.visit.started_at);
  const end = instant(Math.max(from + 1, last ? ms(last) : Date.now()));
  return { ...record, visit: { ...record.visit, ended_at: end } };
}

/**
 * Sign a visit: checks the PIN, then stores the end of the visit and the signed bytes together.
 *
 * Rejects with UnlockFault for a wrong PIN and StorageFault when nothing was stored.
 */
export async function sign(record: VisitRecord, pin: string, words: Words): Promise<void> {
  const vault = openVault();
  await vault.confirmPin(pin);
  const at = Date.now();
  const signedAt = instant(at);
  const noteWords = frame(record, words);
  const content = signedContent(record, me.value, noteWords, signedAt);
  const { name, credentials } = me.value;
  const { id } = record.visit;
  const data = {
    content,
    sha256: await sha256(content),
    name,
    credentials,
    meaning: noteWords.meaning,
    signed_at: signedAt,
  };
  const needs = [id, ...record.segments.map((one) => one.id), ...record.interventions.map((one) => one.id)];
  const version = rows.value.visit.get(id)?.version ?? 0;
  await vault.write([...ending(record.visit, at), made("visit.sign", id, data, at, { needs, version })]);
}

/** The words around the note: whose it is, of when, and what signing means. */
export function frame({ visit, patient }: VisitRecord, words: Words): NoteWords {
  const name = `${patient.given_name} ${patient.family_name}`;
  const times = [visit.started_at, visit.ended_at].map((one) => (one ? clockTime(zone.value, ms(one)) : ""));
  return {
    language: words.language,
    title: words.sign.noteTitle,
    patient_line: words.sign.patientLine(
      name,
      dateText(patient.birth_date),
      `${dayText(visit.date_of_service)} ${visit.date_of_service.slice(0, 4)}`,
      times[0] ?? "",
      times[1] ?? "",
    ),
    meaning: words.sign.meaning,
  };
}

function ending(visit: VisitRow, at: number) {
  const known = rows.value.visit.get(visit.id);
  if (!visit.ended_at || known?.ended_at === visit.ended_at) return [];
  const data = { ended_at: visit.ended_at, ...timeFact(ownPerformer(), "typed", at) };
  return [made("visit.end", visit.id, data, at, { needs: [visit.id], version: visit.version })];
}

/** Whether the signature of a visit is still only on this tablet. */
export function signedOnlyHere(visitId: string): boolean {
  return outbox.value.some(({ mutation }) => mutation.kind === "visit.sign" && mutation.entity === visitId);
}
