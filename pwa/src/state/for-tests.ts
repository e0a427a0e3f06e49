/** A real vault with two patients who have appointments today, shown as the app shows it. */
import { uuid7 } from "../domain/ids";
import { instant } from "../domain/time";
import { makeChange, makeEnrolment, makePage, makeTools, makeVault } from "../storage/for-tests";
import { now, slowNow } from "./clock";
import { showVault } from "./vault";

export const NOON = Date.parse("2026-11-23T17:00:00.000Z");

const id = (n: number) => `0190c000-0000-7000-8000-${String(n).padStart(12, "0")}`;
export const ODESSA = {
  patient: id(101),
  episode: id(102),
  visit: id(103),
  appointment: id(104),
  goal: id(105),
};
export const HUGO = {
  patient: id(201),
  episode: id(202),
  visit: id(203),
  appointment: id(204),
  goal: id(205),
};

type Ids = typeof ODESSA;

function changesOf(ids: Ids, given: string, family: string, clinician: string) {
  const episode = { patient_id: ids.patient, episode_id: ids.episode };
  return [
    makeChange("patient", ids.patient, 1, {
      given_name: given,
      family_name: family,
      birth_date: "1954-03-14",
      precautions: ["Fall risk"],
      vital_limits: { systolic_max: 160 },
    }),
    makeChange("episode", ids.episode, 1, {
      patient_id: ids.patient,
      discipline: "PT",
      title: "Left side after stroke",
      diagnoses: [],
      payer_policy_id: id(900),
      frequency: "2 a week",
      duration: "6 weeks",
      visits_planned: 12,
      progress_report_every: 10,
      certified_from: null,
      certified_until: null,
      authorized_visits: null,
      authorized_until: null,
      started_on: "2026-11-01",
      ended_on: null,
    }),
    makeChange("goal", ids.goal, 1, {
      ...episode,
      number: 1,
      text: "Stand for two minutes without a hand",
      measure: null,
      target: null,
      met_on: null,
    }),
    makeChange("appointment", ids.appointment, 1, {
      ...episode,
      clinic_id: null,
      clinician_ids: [clinician],
      starts_at: instant(NOON),
      minutes: 45,
      status: "scheduled",
      reason: null,
      place: null,
      visit_id: ids.visit,
    }),
  ];
}

/** Open a vault with rows in it, and show it. */
export async function openTestVault() {
  return (await openTestStorage()).vault;
}

/** The same, with what it takes to open the vault again. The screen shows the noon of its rows. */
export async function openTestStorage() {
  now.value = NOON; // read when the module loads: without this, today is the day of the test run
  slowNow.value = NOON;
  const made = await makeVault(makeTools(NOON));
  const { clinician } = makeEnrolment("");
  const policy = makeChange("payer_policy", id(900), 1, {
    name: "medicare",
    label: "Medicare Part B",
    extends: "medicare-part-b",
    overrides: {},
    required_elements: [],
  });
  const person = makeChange("clinician", clinician.id, 1, {
    name: clinician.name,
    credentials: clinician.credentials,
    roles: clinician.roles,
    discipline: "PT",
    active: true,
  });
  const changes = [
    policy,
    person,
    ...changesOf(ODESSA, "Odessa", "Sample", clinician.id),
    ...changesOf(HUGO, "Hugo", "Pretend", clinician.id),
  ];
  await made.vault.forSync.applyPage(makePage(changes), NOON);
  showVault(made.vault, () => {});
  return made;
}

/** A fresh id, for rows that a test makes. */
export function freshId(): string {
  return uuid7(NOON);
}
