/** KX amounts: what a patient has used of a year's amounts, and what that is made of, to the cent. */
import { useSignal } from "@preact/signals";
import { dateText, dayIn } from "../../domain/time";
import { Field } from "../../ui";
import { payers } from "../../words/payers";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import type { Year } from "./amount";
import { BucketSheet } from "./BucketSheet";
import { NearList } from "./NearList";
import "../shell/desk-tables.css";
import "./amounts.css";

const words = payers.amounts;
const FIRST_YEAR = 2022;

interface Patient {
  id: string;
  given_name: string;
  family_name: string;
  birth_date: string;
}

/** `patientId` is whose amounts are open; the name never stands in an address. */
export default function AmountsPage({ patientId, ...frame }: DeskProps & { patientId: string | null }) {
  const patients = useAnswer<{ patients: Patient[] }>("/api/patients");
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
          <Patients patients={known} open={patientId} />
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

const MOST_SHOWN = 60;

function Patients({ patients, open }: { patients: readonly Patient[]; open: string | null }) {
  const sought = useSignal("");
  const part = sought.value.trim().toLowerCase();
  const found = patients.filter((one) => nameOf(one).toLowerCase().includes(part));
  return (
    <>
      <div class="pad find">
        <Field
          label={words.find}
          value={sought.value}
          input={{ type: "search", autocomplete: "off" }}
          onInput={(text) => (sought.value = text)}
        />
      </div>
      {patients.length > 0 && found.length === 0 && <p class="empty">{words.noPatient}</p>}
      <ul class="queue">
        {found.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.id}>
            <a href={`/amounts/${one.id}`} aria-current={one.id === open ? "page" : undefined}>
              <b class="firm">{nameOf(one)}</b>
              <span class="small second">{words.born(dateText(one.birth_date))}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf(patient: Patient): string {
  return `${patient.given_name} ${patient.family_name}`;
}

function OfPatient({ patient, zone }: { patient: Patient; zone: string }) {
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
