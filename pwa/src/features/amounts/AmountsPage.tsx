/** KX amounts: what a patient has used of a year's amounts, and what that is made of, to the cent. */
import { useSignal } from "@preact/signals";
import { dateText, dayIn } from "../../domain/time";
import { payers } from "../../words/payers";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import { type Listed, nameOf, PatientList } from "../shell/PatientList";
import type { Year } from "./amount";
import { BucketSheet } from "./BucketSheet";
import { NearList } from "./NearList";
import "../shell/desk-tables.css";
import "./amounts.css";

const words = payers.amounts;
const FIRST_YEAR = 2022;

/** `patientId` is whose amounts are open; the name never stands in an address. */
export default function AmountsPage({ patientId, ...frame }: DeskProps & { patientId: string | null }) {
  const patients = useAnswer<{ patients: Listed[] }>("/api/patients");
  const known = patients.value.value?.patients ?? [];
  const patient = known.find((one) => one.id === patientId);
  return (
    <DeskPage
      {...frame}
      title={words.title}
      open={patientId}
      back={{ href: "/amounts", label: words.all }}
      list={
        <>
          <NearList open={patientId} />
          <PatientList patients={known} at="/amounts" open={patientId} />
        </>
      }
    >
      <Waiting answer={patients} />
      {patient ? (
        <OfPatient key={patient.id} patient={patient} zone={frame.zone} />
      ) : (
        patients.value.value && <p class="empty">{words.choose}</p>
      )}
    </DeskPage>
  );
}

function OfPatient({ patient, zone }: { patient: Listed; zone: string }) {
  const thisYear = Number(dayIn(zone, Date.now()).slice(0, 4));
  const year = useSignal(thisYear);
  const answer = useAnswer<Year>(`/api/thresholds/${patient.id}?year=${year.value}`);
  const years = Array.from({ length: thisYear - FIRST_YEAR + 1 }, (_, i) => thisYear - i);
  return (
    <>
      <div class="head">
        <div>
          <h2 class="name">{nameOf(patient)}</h2>
          <p class="small second">
            {words.born(dateText(patient.birth_date))} ·{" "}
            <a class="inline" href={`/billing?patient=${patient.id}`}>
              {words.days}
            </a>
          </p>
        </div>
        <label class="year">
          <span class="label">{words.year}</span>
          <select
            class="field"
            value={year.value}
            onChange={(event) => (year.value = Number(event.currentTarget.value))}
          >
            {years.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Waiting answer={answer} />
      {answer.value.value?.buckets.map((one) => (
        <BucketSheet
          key={one.bucket}
          bucket={one}
          year={answer.value.value?.year ?? year.value}
          patientId={patient.id}
          shown={answer.show}
        />
      ))}
    </>
  );
}
