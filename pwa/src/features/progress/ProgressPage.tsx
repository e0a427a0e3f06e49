/** Progress of an episode: measures against goal and MDC, doses visit by visit, help, cues and pain. Reads offline. */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { episodeProgress } from "../../domain/progress";
import type { EpisodeRow, PatientRow } from "../../domain/types";
import { birthDate, fullName } from "../../state/patients";
import { complete, rows } from "../../state/vault";
import { today } from "../../state/visits";
import { Icon, Notice, Pale } from "../../ui";
import { words as w } from "../../words";
import { progress as p } from "../../words/measures";
import { Goals } from "../plan/Goals";
import { WhatToMind } from "../plan/WhatToMind";
import { Page } from "../shell/Page";
import { ChartSheet } from "./ChartSheet";
import { DoseTable } from "./DoseTable";
import { feltChart, measureChart } from "./lines";
import { PlanFacts } from "./PlanFacts";
import { pictureOf, savePicture } from "./picture";
import "./progress.css";

interface ProgressPageProps {
  episodeId: string;
  query: URLSearchParams;
}

export default function ProgressPage({ episodeId, query }: ProgressPageProps) {
  const episode = rows.value.episode.get(episodeId);
  const patient = episode && rows.value.patient.get(episode.patient_id);
  const visit = query.get("visit");
  const back = { href: visit ? `/visit/${visit}` : "/patients", label: p.back };
  if (!complete.value) {
    return (
      <Page title={p.title} back={back}>
        <Pale label={w.loading} rows={4} />
      </Page>
    );
  }
  if (!episode || !patient) {
    return (
      <Page title={p.unknown} back={back}>
        <Notice>{w.visit.unknownUnder}</Notice>
      </Page>
    );
  }
  return <Progress episode={episode} patient={patient} back={back} />;
}

interface ProgressProps {
  episode: EpisodeRow;
  patient: PatientRow;
  back: { href: string; label: string };
}

function Progress({ episode, patient, back }: ProgressProps) {
  const asTables = useSignal(false);
  const page = useRef<HTMLDivElement>(null);
  const progress = useMemo(() => episodeProgress(rows.value, episode), [rows.value, episode]);
  const measures = useMemo(() => progress.measures.map(measureChart), [progress]);
  const felt = useMemo(() => progress.felt.map(feltChart), [progress]);
  const save = () => {
    if (page.current) savePicture(pictureOf(page.current), p.file(today.value));
  };
  return (
    <Page
      title={fullName(patient)}
      under={`${w.born(birthDate(patient))} · ${episode.title} · ${episode.discipline}`}
      back={back}
      className="progress"
    >
      <div class="stack" ref={page}>
        <div class="progress-head">
          <PlanFacts episode={episode} visit={progress.visits.length} />
          <div class="row">
            <button
              type="button"
              aria-pressed={asTables.value}
              onClick={() => (asTables.value = !asTables.value)}
            >
              {asTables.value ? p.asCharts : p.asTables}
            </button>
            {measures.length + felt.length > 0 && !asTables.value && (
              <button type="button" onClick={save}>
                {p.save}
              </button>
            )}
          </div>
        </div>
        <WhatToMind patient={patient} />
        <Goals episode={episode} />
        {measures.length === 0 && <p class="sheet panel second">{p.nothing}</p>}
        <div class="charts">
          {measures.map((chart) => (
            <ChartSheet key={chart.key} chart={chart} asTable={asTables.value} />
          ))}
        </div>
        {measures.length > 0 && !asTables.value && <Legend />}
        <DoseTable progress={progress} />
        {felt.length > 0 && (
          <>
            <h2>{p.felt}</h2>
            <div class="charts">
              {felt.map((chart) => (
                <ChartSheet key={chart.key} chart={chart} asTable={asTables.value} />
              ))}
            </div>
          </>
        )}
      </div>
    </Page>
  );
}

function Legend() {
  return (
    <p class="small second legend">
      <span>
        <i class="band" /> {p.band}
      </span>
      <span>
        <i class="dot hollow" /> {p.inside}
      </span>
      <span>
        <i class="dot" /> {p.outside}
      </span>
      <span>
        <Icon name="same" /> {p.goal}
      </span>
    </p>
  );
}
