/** Patients of this clinician: found by name, with their episodes and the visits that are here. */
import { useSignal } from "@preact/signals";
import { dayText } from "../../domain/time";
import type { EpisodeRow, PatientRow } from "../../domain/types";
import { birthDate, fullName } from "../../state/patients";
import { fetched, rows } from "../../state/vault";
import { Empty, Field, Icon } from "../../ui";
import { words as w } from "../../words";
import { Page } from "../shell/Page";
import { notFetchedWords } from "../sync-status/Fetching";
import { Precautions } from "../visit/Precautions";
import "./patients.css";

export default function PatientsPage() {
  const sought = useSignal("");
  const open = useSignal<string | null>(null);
  const found = findPatients(sought.value);
  return (
    <Page title={w.nav.patients} under={w.patients.count(rows.value.patient.size)}>
      <Field label={w.patients.find} value={sought.value} onInput={(text) => (sought.value = text)} />
      {found.length === 0 && <Empty says={sought.value ? w.patients.noneFound : noneWords()} />}
      <ul class="sheet people">
        {found.map((patient) => (
          <li key={patient.id}>
            <button
              type="button"
              class="person"
              aria-expanded={open.value === patient.id}
              onClick={() => (open.value = open.value === patient.id ? null : patient.id)}
            >
              <span class="grow">
                <b>{fullName(patient)}</b>
                <span class="second small">
                  {w.born(birthDate(patient))} ·{" "}
                  {plansOf(patient.id)
                    .map((one) => `${one.discipline}: ${one.title}`)
                    .join(" · ")}
                </span>
              </span>
              <Icon name={open.value === patient.id ? "fold" : "down"} />
            </button>
            {open.value === patient.id && <Visits patient={patient} />}
          </li>
        ))}
      </ul>
    </Page>
  );
}

function noneWords(): string {
  return fetched.value ? w.patients.none : notFetchedWords();
}

/** By any part of the name, in the order of family names. */
export function findPatients(sought: string): PatientRow[] {
  const wanted = sought.trim().toLocaleLowerCase();
  return [...rows.value.patient.values()]
    .filter((one) => fullName(one).toLocaleLowerCase().includes(wanted))
    .sort((a, b) => a.family_name.localeCompare(b.family_name) || a.given_name.localeCompare(b.given_name));
}

function plansOf(patientId: string): EpisodeRow[] {
  return [...rows.value.episode.values()].filter((one) => one.patient_id === patientId);
}

const MOST_VISITS = 12;

function Visits({ patient }: { patient: PatientRow }) {
  const visits = [...rows.value.visit.values()]
    .filter((one) => one.patient_id === patient.id && one.status !== "void")
    .sort((a, b) => b.started_at.localeCompare(a.started_at))
    .slice(0, MOST_VISITS);
  return (
    <div class="visits">
      <Precautions patient={patient} />
      {visits.length === 0 && <p class="second">{w.patients.noVisits}</p>}
      <ul>
        {plansOf(patient.id).map((episode) => (
          <li key={episode.id}>
            <a href={`/progress/${episode.id}`}>
              <span class="grow">
                {w.visit.progress}, {episode.discipline}: {episode.title}
              </span>
              <Icon name="next" />
            </a>
          </li>
        ))}
        {visits.map((visit) => (
          <li key={visit.id}>
            <a href={`/visit/${visit.id}`}>
              <span class="grow">{dayText(visit.date_of_service)}</span>
              <span class="second small">{w.visitStatus[visit.status]}</span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
