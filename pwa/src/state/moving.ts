/**
 * Voiding a visit, and moving one that was recorded on the wrong patient.
 *
 * Both are one mutation over the visit as it is; nothing is deleted. New ids are
 * made here, so that the tablet shows the moved rows at once, also offline.
 */
import { uuid7 } from "../domain/ids";
import { movedIds } from "../domain/moving";
import { dayIn } from "../domain/time";
import type { AppointmentRow, EpisodeRow, NewMutation, SegmentRow, VisitRow } from "../domain/types";
import { made } from "./made";
import { stopping } from "./timing";
import { me, openVault, rows, running, zone } from "./vault";
import { placeOf } from "./visits";

/** Where a visit can be moved to: a patient's visit of that day, begun, planned or new. */
export interface Target {
  episode: EpisodeRow;
  visit: VisitRow | null;
  appointment: AppointmentRow | null;
}

/** Patients with an open plan of care, each with the best visit of that day. */
export function targetsFor(visit: VisitRow): Target[] {
  const { episode, patient } = rows.value;
  const open = [...episode.values()].filter(
    (one) => one.ended_on === null && one.patient_id !== visit.patient_id && patient.has(one.patient_id),
  );
  return open.map((one) => ({ episode: one, visit: begun(one, visit), appointment: plannedFor(one, visit) }));
}

function begun(episode: EpisodeRow, { date_of_service }: VisitRow): VisitRow | null {
  const found = [...rows.value.visit.values()].filter(
    (one) =>
      one.episode_id === episode.id &&
      one.date_of_service === date_of_service &&
      (one.status === "open" || one.status === "sign-again"),
  );
  return found.sort((a, b) => a.started_at.localeCompare(b.started_at)).at(-1) ?? null;
}

/** Only an appointment whose visit nobody began: a signed or void one takes nothing any more. */
function plannedFor(episode: EpisodeRow, { date_of_service }: VisitRow): AppointmentRow | null {
  const found = [...rows.value.appointment.values()].filter(
    (one) =>
      one.episode_id === episode.id &&
      one.status === "scheduled" &&
      !rows.value.visit.has(one.visit_id) &&
      dayIn(zone.value, Date.parse(one.starts_at)) === date_of_service,
  );
  return found[0] ?? null;
}

/** Void a visit; a clock of mine in it stops first. Rejects with StorageFault, and then nothing is stored. */
export async function voidVisit(visit: VisitRow, reason: string): Promise<void> {
  const at = Date.now();
  const [stops, clock] = stopIn(visit.id, at);
  const version = rows.value.visit.get(visit.id)?.version ?? 0;
  const voids = made("visit.void", visit.id, { reason }, at, { needs: [visit.id], version });
  await openVault().write([...stops, voids], clock);
}

/** Enter all of a visit on the target and void it; resolves with the id of the other visit. */
export async function moveVisit(visit: VisitRow, target: Target, reason: string): Promise<string> {
  const at = Date.now();
  const [stops, clock] = stopIn(visit.id, at);
  const [toVisitId, starts] = startOf(visit, target, at);
  const ids = movedIds(rows.value, visit.id).map((old) => ({ old, new: uuid7(at) }));
  const data = { to_visit_id: toVisitId, reason, ids };
  const version = rows.value.visit.get(visit.id)?.version ?? 0;
  const needs = [visit.id, toVisitId];
  const moves = made("visit.move", visit.id, data, at, { needs, version, before: starts });
  await openVault().write([...stops, ...starts, moves], clock);
  return toVisitId;
}

function startOf(
  old: VisitRow,
  { episode, visit, appointment }: Target,
  at: number,
): [string, NewMutation[]] {
  if (visit) return [visit.id, []];
  const id = appointment?.visit_id ?? uuid7(at);
  const data = {
    patient_id: episode.patient_id,
    episode_id: episode.id,
    appointment_id: appointment?.id ?? null,
    clinic_id: appointment ? appointment.clinic_id : old.clinic_id,
    place_of_service: appointment ? placeOf(appointment) : old.place_of_service,
    started_at: old.started_at,
  };
  return [id, [made("visit.start", id, data, at)]];
}

/** The stop of my own clock, when it runs in this visit. */
function stopIn(visitId: string, at: number): [NewMutation[], { running?: null }] {
  const fact = running.value;
  const segment = fact && fact.visit_id === visitId ? rows.value.segment.get(fact.segment_id) : undefined;
  return segment ? [[stopping(segment, at, "stop")], { running: null }] : [[], {}];
}

/** A colleague's clock that runs in the visit: it must be stopped first, by them. */
export function othersClock(visitId: string): SegmentRow | null {
  const running = [...rows.value.segment.values()].filter(
    (one) => one.visit_id === visitId && one.ended_at === null && one.clinician_id !== me.value.clinician_id,
  );
  return running[0] ?? null;
}
