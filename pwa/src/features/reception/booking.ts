/** Appointments as the reception's form holds them, and what the server tells of those to come. */
import type { AppointmentRow, Discipline } from "../../domain/types";
import type { ApiFault } from "../../sync";
import { type Choices, figure, saidAnywhere } from "./intake";

export interface Booked {
  episodes: { id: string; title: string; discipline: Discipline }[];
  appointments: Omit<AppointmentRow, "version">[];
}

export interface Booking {
  /** Null: the only plan of care there is. */
  episode_id: string | null;
  clinician_ids: string[];
  day: string;
  time: string;
  minutes: string;
  weeks: string;
  /** Empty: at home. */
  clinic_id: string;
}

const FIELDS = ["episode_id", "clinician_ids", "day", "time", "minutes", "weeks", "clinic_id"];

export function emptyBooking({ clinics, clinicians }: Choices): Booking {
  const only = (list: readonly { id: string }[]) => (list.length === 1 ? list.map(({ id }) => id) : []);
  return {
    episode_id: null,
    clinician_ids: only(clinicians),
    day: "",
    time: "",
    minutes: "45",
    weeks: "1",
    clinic_id: only(clinics)[0] ?? "",
  };
}

/** What is sent; a plan of care that is the only one needs no choice. */
export function bookingOf(form: Booking, { episodes }: Booked) {
  return {
    episode_id: form.episode_id ?? (episodes.length === 1 ? (episodes[0]?.id ?? "") : ""),
    clinician_ids: form.clinician_ids,
    day: form.day,
    time: form.time.slice(0, 5),
    minutes: figure(form.minutes),
    weeks: figure(form.weeks),
    clinic_id: form.clinic_id || null,
  };
}

/** Whether a fault stands at a field of the form. */
export function isOfBooking(fault: ApiFault): boolean {
  return FIELDS.some((field) => saidAnywhere(fault, field) !== null);
}
