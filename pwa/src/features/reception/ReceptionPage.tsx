/** The reception: patients of the organization, a new one, and what to mind with each. */
import { useSignal } from "@preact/signals";
import { dateText } from "../../domain/time";
import { go } from "../../state/route";
import { ApiFault, call } from "../../sync";
import { Area, Icon, Wrong } from "../../ui";
import { reception as words } from "../../words/reception";
import { told } from "../review/Refused";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import { nameOf, PatientList } from "../shell/PatientList";
import { AppointmentsDialog } from "./AppointmentsDialog";
import { IntakeForm } from "./IntakeForm";
import { type Choices, type Known, linesOf, saidAnywhere } from "./intake";
import "../policies/policies.css";

/** `id` is the patient that is open; the name never stands in an address. */
export default function ReceptionPage({ id, ...frame }: DeskProps & { id: string | null }) {
  const answer = useAnswer<Choices>("/api/reception");
  const adding = useSignal(false);
  const booking = useSignal(false);
  const choices = answer.value.value;
  const open = choices?.patients.find((one) => one.id === id) ?? null;
  return (
    <DeskPage
      {...frame}
      title={words.title}
      open={id}
      back={{ href: "/reception", label: words.all }}
      list={<PatientList patients={choices?.patients ?? []} at="/reception" open={id} />}
    >
      <p class="second lead">{words.of}</p>
      <Waiting answer={answer} />
      {choices && !open && <p class="empty">{choices.patients.length === 0 ? words.empty : words.choose}</p>}
      {open && (
        <Precautions
          key={open.id}
          patient={open}
          onKept={(kept) => {
            const now = answer.value.value;
            if (now) answer.show({ ...now, patients: replaced(now.patients, kept) });
          }}
          onStale={answer.load}
        />
      )}
      {choices && (
        <div class="row">
          {open && (
            <button type="button" onClick={() => (booking.value = true)}>
              <Icon name="today" />
              {words.appointments}
            </button>
          )}
          <button type="button" class={open ? "" : "main"} onClick={() => (adding.value = true)}>
            <Icon name="plus" />
            {words.add}
          </button>
        </div>
      )}
      {choices && open && booking.value && (
        <AppointmentsDialog
          patient={open}
          choices={choices}
          zone={frame.zone}
          onClose={() => (booking.value = false)}
        />
      )}
      {choices && adding.value && (
        <IntakeForm
          choices={choices}
          onClose={() => (adding.value = false)}
          onKept={(patient) => {
            adding.value = false;
            go(`/reception/${patient.id}`);
            void answer.load();
          }}
        />
      )}
    </DeskPage>
  );
}

const CHANGED = "/problems/patient-changed";
function replaced(patients: readonly Known[], kept: Known): Known[] {
  return patients.map((one) => (one.id === kept.id ? kept : one));
}

interface PrecautionsProps {
  patient: Known;
  onKept: (kept: Known) => void;
  /** What is stored is newer: ask for it. */
  onStale: () => Promise<void>;
}

/** What is typed, over the version that stood there; null shows what is stored. */
type Typed = { text: string; over: number } | null;

function Precautions({ patient, onKept, onStale }: PrecautionsProps) {
  const typed = useSignal<Typed>(null);
  const fault = useSignal<ApiFault | null>(null);
  const busy = useSignal(false);
  const saved = useSignal(false);
  const text = typed.value?.text ?? patient.precautions.join("\n");
  const isNewer = typed.value !== null && typed.value.over !== patient.version;
  async function keep() {
    if (busy.value) return;
    busy.value = true;
    fault.value = null;
    saved.value = false;
    const body = { version: patient.version, precautions: linesOf(text) };
    try {
      const way = `/api/reception/patients/${patient.id}/precautions`;
      const kept = (await call<{ patient: Known }>("POST", way, body)).patient;
      const now = typed.value;
      saved.value = now === null || now.text === text;
      typed.value = saved.value || now === null ? null : { text: now.text, over: kept.version };
      onKept(kept);
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
      if (cause.type === CHANGED) await onStale();
    } finally {
      busy.value = false;
    }
  }
  return (
    <section class="sheet panel version" aria-label={nameOf(patient)}>
      <div class="head">
        <div>
          <h2>{nameOf(patient)}</h2>
          <p class="small second">{words.born(dateText(patient.birth_date))}</p>
        </div>
      </div>
      <div class="stack">
        <Area
          label={words.precautions}
          beside={words.precautionsHelp}
          rows={4}
          value={text}
          onInput={(value) => {
            typed.value = { text: value, over: typed.value?.over ?? patient.version };
            saved.value = false;
          }}
        />
        <Wrong>{fault.value && saidOf(fault.value)}</Wrong>
        {isNewer && <Meanwhile lines={patient.precautions} />}
        <div class="row">
          <button type="button" class="main" aria-disabled={busy.value} onClick={() => void keep()}>
            {words.savePrecautions}
          </button>
          <p class="small second" role="status">
            {saved.value && words.saved}
          </p>
        </div>
      </div>
    </section>
  );
}

function saidOf(fault: ApiFault): string {
  const { title, help } = told(fault);
  return saidAnywhere(fault, "precautions") ?? `${title}. ${help}`;
}

/** What a colleague stored while this was typed: it is looked at before anything goes over it. */
function Meanwhile({ lines }: { lines: readonly string[] }) {
  return (
    <div class="notice minding" role="status">
      <p>
        <b>{words.meanwhile}</b> {words.meanwhileHelp}
      </p>
      {lines.length === 0 ? (
        <p>{words.noPrecautions}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
