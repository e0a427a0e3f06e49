/** What to mind about a patient, and the way to change it. */
import { useSignal } from "@preact/signals";
import type { PatientRow } from "../../domain/types";
import { Icon } from "../../ui";
import { plan as words } from "../../words/plan";
import { Precautions } from "../visit/Precautions";
import { ChangePrecautions } from "./ChangePrecautions";
import "./plan.css";

export function WhatToMind({ patient }: { patient: PatientRow }) {
  const changing = useSignal(false);
  const nothing = patient.precautions.length + Object.keys(patient.vital_limits).length === 0;
  return (
    <section class="sheet panel mind" aria-labelledby="h-mind" id="to-mind">
      <h2 id="h-mind">{words.mind}</h2>
      {nothing ? <p class="second">{words.mindNone}</p> : <Precautions patient={patient} />}
      <button type="button" onClick={() => (changing.value = true)}>
        <Icon name="pen" />
        {words.mindChange}
        <span class="unseen"> {words.mind}</span>
      </button>
      {changing.value && <ChangePrecautions patient={patient} onClose={() => (changing.value = false)} />}
    </section>
  );
}
