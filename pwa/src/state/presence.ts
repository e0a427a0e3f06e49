/** Arriving, leaving, and visits that are not held. Travel is none of it: only segments are treatment. */
import { instant } from "../domain/time";
import type { AppointmentRow, Closing, NewMutation, VisitRow } from "../domain/types";
import { made, timeFact, versionOf } from "./made";
import { ownPerformer, runningHere } from "./timing";
import { openVault, rows } from "./vault";
import { beginning } from "./visits";

/** Begin a visit on arrival, at a place of CMS's code set; nothing runs by it. */
export async function arrive(visitId: string, place: string): Promise<void> {
  const at = Date.now();
  const begins = beginning(visitId, at).map((one) => ({
    ...one,
    data: { ...one.data, place_of_service: place, ...timeFact(ownPerformer(), "timed", at) },
  }));
  await openVault().write(begins);
}

/** Say that the visit is over; said again, it moves. A running clock is stopped first, by whoever runs it. */
export async function leave(visit: VisitRow): Promise<void> {
  const at = Math.max(Date.now(), Date.parse(visit.started_at) + 1);
  const data = { ended_at: instant(at), ...timeFact(ownPerformer(), "timed", at) };
  await openVault().write([changing("visit.end", visit.id, data, visit.version)]);
}

/** Put the place of a visit right. */
export async function setPlace(visit: VisitRow, place: string): Promise<void> {
  const data = { place_of_service: place };
  await openVault().write([changing("visit.place", visit.id, data, visit.version)]);
}

/** Whether the clock runs in this visit. */
export function runsIn(visitId: string): boolean {
  return runningHere()?.visit_id === visitId;
}

/** Say that an appointment's visit was not held. A visit that was opened for it is voided with the same words. */
export async function closeAppointment(
  appointment: AppointmentRow,
  how: Closing,
  reason: string,
  inWords: string,
): Promise<void> {
  const visit = rows.value.visit.get(appointment.visit_id);
  const begun = visit && visit.status !== "void";
  const voids = begun ? [changing("visit.void", visit.id, { reason: inWords }, visit.version)] : [];
  const data = { status: how, reason: reason || null };
  const version = versionOf("appointment", appointment.id);
  const closes = made("appointment.close", appointment.id, data, Date.now(), { version, before: voids });
  const after = voids.map(({ id }) => id);
  await openVault().write([...voids, { ...closes, depends_on: [...closes.depends_on, ...after] }]);
}

/** Expect the patient again. */
export async function reopenAppointment(appointment: AppointmentRow): Promise<void> {
  const version = versionOf("appointment", appointment.id);
  await openVault().write([changing("appointment.reopen", appointment.id, {}, version)]);
}

function changing(
  kind: "visit.end" | "visit.place" | "visit.void" | "appointment.reopen",
  id: string,
  data: Record<string, unknown>,
  version: number,
): NewMutation {
  return made(kind, id, data, Date.now(), { needs: [id], version });
}
