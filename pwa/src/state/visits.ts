/** Visits on screen: one that was begun, or one that an appointment plans and nobody began yet. */
import { computed } from "@preact/signals";
import { having } from "../domain/having";
import { uuid7 } from "../domain/ids";
import { dayIn, instant } from "../domain/time";
import type { AppointmentRow, EpisodeRow, NewMutation, Rows, VisitRow } from "../domain/types";
import { type VisitRecord, visitRecord } from "../domain/visit";
import { now, slowNow } from "./clock";
import { made } from "./made";
import { me, openVault, rows, zone } from "./vault";

/** The rows with the visit that an appointment plans, when none is there yet. Looking makes nothing. */
function withPlanned(known: Rows, visitId: string, at: number): Rows {
  if (known.visit.has(visitId)) return known;
  if (last?.known === known && last.visitId === visitId && last.at === at) return last.rows;
  const [appointment] = having(known.appointment, "visit_id", visitId);
  if (!appointment) return known;
  const rows = { ...known, visit: new Map(known.visit).set(visitId, planned(appointment, at)) };
  last = { known, visitId, at, rows };
  return rows;
}

/** One screen asks for the same rows several times. */
let last: { known: Rows; visitId: string; at: number; rows: Rows } | null = null;

function planned(appointment: AppointmentRow, at: number): VisitRow {
  return {
    ...visitStart(appointment, at),
    id: appointment.visit_id,
    version: 0,
    zone: zone.value,
    ended_at: null,
    date_of_service: dayIn(zone.value, at),
    status: "open",
    void_reason: null,
    started_by: me.value.clinician_id,
    signed_at: null,
  };
}

/** Everything about a visit, renewed with the rows and every ten seconds; null when it is not here. */
export function recordOf(visitId: string): VisitRecord | null {
  const at = slowNow.value;
  return visitRecord(withPlanned(rows.value, visitId, at), visitId, Math.max(at, Date.now()));
}

/** The rows in which a visit surely is, for sums over its service day. */
export function rowsWith(visitId: string): Rows {
  return withPlanned(rows.value, visitId, slowNow.value);
}

const HOME = "12";
const OFFICE = "11";

/** Where an appointment takes place, by CMS's code set: its own place goes before that of its clinic. */
export function placeOf(appointment: AppointmentRow): string {
  if (/\bhome\b/i.test(appointment.place ?? "")) return HOME;
  const clinic = appointment.clinic_id ? rows.value.clinic.get(appointment.clinic_id) : undefined;
  return clinic?.place_of_service ?? OFFICE;
}

function visitStart(appointment: AppointmentRow, at: number) {
  return {
    patient_id: appointment.patient_id,
    episode_id: appointment.episode_id,
    appointment_id: appointment.id,
    clinic_id: appointment.clinic_id,
    place_of_service: placeOf(appointment),
    started_at: instant(at),
  };
}

/** The mutation that begins a planned visit, or nothing when it has begun. */
export function beginning(visitId: string, at: number): NewMutation[] {
  if (rows.value.visit.has(visitId)) return [];
  const [appointment] = having(rows.value.appointment, "visit_id", visitId);
  return appointment ? [made("visit.start", visitId, visitStart(appointment, at), at)] : [];
}

/** Begin a visit without an appointment; resolves with its id when it is on disk. */
export async function beginUnplanned(episode: EpisodeRow): Promise<string> {
  const at = Date.now();
  const visitId = uuid7(at);
  const clinic = [...rows.value.clinic.values()][0];
  const data = {
    patient_id: episode.patient_id,
    episode_id: episode.id,
    appointment_id: null,
    clinic_id: clinic?.id ?? null,
    place_of_service: clinic?.place_of_service ?? OFFICE,
    started_at: instant(at),
  };
  await openVault().write([made("visit.start", visitId, data, at)]);
  return visitId;
}

/** The ISO day it is in the clinic. */
export const today = computed(() => dayIn(zone.value, slowNow.value));

/** A slot of today's list. */
export interface Slot {
  visitId: string;
  startsAt: string;
  appointment: AppointmentRow | null;
  visit: VisitRow | null;
}

/** Own appointments and unplanned visits of today, by time. */
export const todaysSlots = computed<Slot[]>(() => {
  const { appointment, visit } = rows.value;
  const mine = me.value.clinician_id;
  const [from, until] = aroundToday();
  const planned = [...appointment.values()].filter(
    (one) =>
      one.starts_at > from &&
      one.starts_at < until &&
      one.clinician_ids.includes(mine) &&
      dayIn(zone.value, Date.parse(one.starts_at)) === today.value,
  );
  const ids = new Set(planned.map((one) => one.visit_id));
  const others = having(visit, "date_of_service", today.value).filter(
    (one) => one.status !== "void" && one.started_by === mine && !ids.has(one.id),
  );
  return [
    ...planned.map((one) => ({
      visitId: one.visit_id,
      startsAt: one.starts_at,
      appointment: one,
      visit: unvoided(visit.get(one.visit_id)),
    })),
    ...others.map((one) => ({ visitId: one.id, startsAt: one.started_at, appointment: null, visit: one })),
  ].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
});

/** Instants between which today lies in every zone: telling the day of a year of appointments takes long. */
function aroundToday(): [string, string] {
  const noon = Date.parse(`${today.value}T12:00:00Z`);
  const TWO_DAYS_MS = 2 * 86_400_000;
  return [instant(noon - TWO_DAYS_MS), instant(noon + TWO_DAYS_MS)];
}

/** The next slot: the first that is neither signed nor called off. */
export const nextSlot = computed(
  () => todaysSlots.value.find((one) => isAhead(one) && !isTreated(one)) ?? null,
);

function isAhead({ appointment, visit }: Slot): boolean {
  if (appointment && appointment.status !== "scheduled") return false;
  return visit === null || visit.status === "open";
}

function isTreated({ visit }: Slot): boolean {
  if (!visit) return false;
  const own = having(rows.value.segment, "visit_id", visit.id);
  const last = own.reduce(
    (latest, one) => Math.max(latest, Date.parse(one.ended_at ?? instant(now.peek()))),
    0,
  );
  const HOUR_MS = 3_600_000;
  return own.length > 0 && last < slowNow.value - HOUR_MS;
}

/** "visit 7 of 12": which visit of its episode this is, counted over the rows here. */
export function visitNumber(known: Rows, visit: Pick<VisitRow, "id" | "episode_id" | "started_at">): number {
  const earlier = having(known.visit, "episode_id", visit.episode_id).filter(
    (one) => one.status !== "void" && one.id !== visit.id && one.started_at < visit.started_at,
  );
  return earlier.length + 1;
}

/** A visit that was opened by mistake leaves its appointment as if it had not been. */
function unvoided(visit: VisitRow | undefined): VisitRow | null {
  return visit && visit.status !== "void" ? visit : null;
}
