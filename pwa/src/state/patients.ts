/** How people and days are named on screen. */
import { clockTime, dateText, dayIn, dayText } from "../domain/time";
import type { ClinicianRow, PatientRow } from "../domain/types";
import { zone } from "./vault";
import { today } from "./visits";

export function fullName(patient: Pick<PatientRow, "given_name" | "family_name">): string {
  return `${patient.given_name} ${patient.family_name}`;
}

/** "14 Mar 1954". */
export function birthDate(patient: Pick<PatientRow, "birth_date">): string {
  return dateText(patient.birth_date);
}

/** "Jules Demo, PTA". */
export function withCredentials(one: Pick<ClinicianRow, "name" | "credentials">): string {
  return one.credentials ? `${one.name}, ${one.credentials}` : one.name;
}

/** "9:52" today, "Thu 19 Nov, 9:52" on another day. `instant` is RFC 3339. */
export function when(instant: string): string {
  const at = Date.parse(instant);
  const day = dayIn(zone.value, at);
  const time = clockTime(zone.value, at);
  return day === today.value ? time : `${dayText(day)}, ${time}`;
}

/** "9:52". `at` is milliseconds or RFC 3339. */
export function timeOf(at: number | string): string {
  return clockTime(zone.value, typeof at === "string" ? Date.parse(at) : at);
}
