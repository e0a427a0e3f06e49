/** A visit without an appointment: choose the patient and the episode; works offline too. */
import { useSignal } from "@preact/signals";
import type { EpisodeRow } from "../../domain/types";
import { birthDate, fullName } from "../../state/patients";
import { go } from "../../state/route";
import { rows } from "../../state/vault";
import { beginUnplanned, today } from "../../state/visits";
import { StorageFault } from "../../storage";
import { Empty, Field, Icon, Wrong } from "../../ui";
import { words as w } from "../../words";
import { findPatients } from "../patients/PatientsPage";
import { Page } from "../shell/Page";
import "../patients/patients.css";

export default function NewVisitPage() {
  const sought = useSignal("");
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const found = findPatients(sought.value).filter((one) => openEpisodes(one.id).length > 0);

  async function choose(episode: EpisodeRow) {
    if (busy.value) return;
    busy.value = true;
    try {
      go(`/visit/${await beginUnplanned(episode)}`, { instead: true });
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.newVisit.notStored(w.storage[cause.kind]);
    } finally {
      busy.value = false;
    }
  }
  return (
    <Page title={w.today.newVisit} under={w.newVisit.under} back={{ href: "/", label: w.nav.today }}>
      <Field label={w.patients.find} value={sought.value} onInput={(text) => (sought.value = text)} />
      <Wrong>{wrong.value}</Wrong>
      {found.length === 0 && <Empty says={sought.value ? w.patients.noneFound : w.newVisit.none} />}
      <ul class="sheet people">
        {found.flatMap((patient) =>
          openEpisodes(patient.id).map((episode) => (
            <li key={episode.id}>
              <button type="button" class="person" onClick={() => void choose(episode)}>
                <span class="grow">
                  <b>{fullName(patient)}</b>
                  <span class="second small">
                    {w.born(birthDate(patient))} · {episode.discipline}: {episode.title}
                  </span>
                </span>
                <Icon name="next" />
              </button>
            </li>
          )),
        )}
      </ul>
    </Page>
  );
}

function openEpisodes(patientId: string): EpisodeRow[] {
  return [...rows.value.episode.values()].filter(
    (one) => one.patient_id === patientId && (one.ended_on === null || one.ended_on >= today.value),
  );
}
