/** The form of a new patient: who, the plan of care, who pays, who treats, and the first appointment. */
import { useSignal } from "@preact/signals";
import type { Discipline } from "../../domain/types";
import { ApiFault, call } from "../../sync";
import { Area, Dialog, Field, Radio, showRefused, Terms, Tick, Wrong } from "../../ui";
import { reception as words } from "../../words/reception";
import { told } from "../review/Refused";
import {
  bodyOf,
  type Choices,
  emptyIntake,
  type Intake,
  type Known,
  saidAnywhere,
  whoOf,
  whoTreats,
} from "./intake";

const KNOWN = "/problems/patient-exists";
/** What the server may refuse and is said at its field. */
const FIELDS = [
  "given_name",
  "family_name",
  "birth_date",
  "precautions",
  "title",
  "code",
  "label",
  "payer_policy_id",
  "frequency",
  "duration",
  "visits_planned",
  "certified_from",
  "certified_until",
  "clinician_ids",
  "day",
  "time",
  "minutes",
  "clinic_id",
];

interface Props {
  choices: Choices;
  onClose: () => void;
  onKept: (patient: Known) => void;
}

export function IntakeForm({ choices, onClose, onKept }: Props) {
  const form = useSignal<Intake>(emptyIntake(choices));
  const refused = useSignal<{ fault: ApiFault; who: string } | null>(null);
  const busy = useSignal(false);
  const isOfAnother = refused.value?.fault.type === KNOWN && refused.value.who !== whoOf(form.value);
  const fault = isOfAnother ? null : (refused.value?.fault ?? null);
  const known = fault?.type === KNOWN;
  const set = (changes: Partial<Intake>) => {
    form.value = { ...form.value, ...changes };
  };
  const text = (field: keyof Intake, label: string, said: string, more: object = {}) => (
    <Field
      label={label}
      value={String(form.value[field])}
      wrong={saidAnywhere(fault, said)}
      onInput={(value) => set({ [field]: value })}
      {...more}
    />
  );
  async function keep() {
    if (busy.value) return;
    busy.value = true;
    const who = whoOf(form.value);
    try {
      const body = bodyOf(form.value, known);
      onKept((await call<{ patient: Known }>("POST", "/api/reception/patients", body)).patient);
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      refused.value = { fault: cause, who };
      showRefused();
    } finally {
      busy.value = false;
    }
  }
  return (
    <Dialog
      title={words.add}
      close={words.cancel}
      onClose={onClose}
      foot={
        <div class="grow">
          <Elsewhere fault={fault} />
          <button type="button" class="main wide" aria-disabled={busy.value} onClick={() => void keep()}>
            {known ? words.saveAgain : words.save}
          </button>
        </div>
      }
    >
      <div class="stack">
        <div class="two fields">
          {text("given_name", words.given, "given_name", { input: { autocomplete: "off" } })}
          {text("family_name", words.family, "family_name", { input: { autocomplete: "off" } })}
          {text("birth_date", words.birth, "birth_date", { input: { type: "date" } })}
        </div>
        <div>
          <Area
            label={words.precautions}
            beside={words.precautionsHelp}
            rows={2}
            value={form.value.precautions}
            onInput={(value) => set({ precautions: value })}
          />
          <Wrong>{saidAnywhere(fault, "precautions")}</Wrong>
        </div>
        <h3>{words.plan}</h3>
        <Terms label={words.discipline}>
          {(["PT", "OT"] as const).map((one: Discipline) => (
            <Radio
              key={one}
              group="discipline"
              label={words.disciplines[one]}
              checked={form.value.discipline === one}
              onChoose={() => set({ discipline: one, clinician_ids: [] })}
            />
          ))}
        </Terms>
        <div class="two fields">
          {text("title", words.planTitle, "title")}
          {text("diagnosis", words.diagnosis, "code")}
          {text("diagnosisLabel", words.diagnosisLabel, "label")}
          {text("frequency", words.frequency, "frequency", { beside: words.frequencyHelp })}
          {text("duration", words.duration, "duration", { beside: words.durationHelp })}
          {text("visits_planned", words.planned, "visits_planned", { input: { inputMode: "numeric" } })}
          {text("certified_from", words.certifiedFrom, "certified_from", { input: { type: "date" } })}
          {text("certified_until", words.certifiedUntil, "certified_until", { input: { type: "date" } })}
        </div>
        <Terms label={words.payer} wrong={saidAnywhere(fault, "payer_policy_id")}>
          {choices.policies.map((one) => (
            <Radio
              key={one.id}
              group="payer"
              label={one.label}
              checked={form.value.payer_policy_id === one.id}
              onChoose={() => set({ payer_policy_id: one.id })}
            />
          ))}
        </Terms>
        <Terms label={words.treats} help={words.treatsHelp} wrong={saidAnywhere(fault, "clinician_ids")}>
          {whoTreats(choices, form.value.discipline).map((one) => (
            <Tick
              key={one.id}
              label={[one.name, one.credentials].filter(Boolean).join(", ")}
              checked={form.value.clinician_ids.includes(one.id)}
              onToggle={() => set({ clinician_ids: toggled(form.value.clinician_ids, one.id) })}
            />
          ))}
        </Terms>
        <h3>{words.first}</h3>
        <Terms label={words.when}>
          <Radio
            group="when"
            label={words.now}
            checked={form.value.appointment}
            onChoose={() => set({ appointment: true })}
          />
          <Radio
            group="when"
            label={words.later}
            checked={!form.value.appointment}
            onChoose={() => set({ appointment: false })}
          />
        </Terms>
        {form.value.appointment && (
          <>
            <div class="two fields">
              {text("day", words.day, "day", { input: { type: "date" } })}
              {text("time", words.time, "time", { input: { type: "time" } })}
              {text("minutes", words.minutes, "minutes", { input: { inputMode: "numeric" } })}
            </div>
            <Terms label={words.where} wrong={saidAnywhere(fault, "clinic_id")}>
              {[...choices.clinics, { id: "", name: words.atHome }].map((one) => (
                <Radio
                  key={one.id}
                  group="where"
                  label={one.name}
                  checked={form.value.clinic_id === one.id}
                  onChoose={() => set({ clinic_id: one.id })}
                />
              ))}
            </Terms>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** What is wrong and belongs to no field of the form. */
function Elsewhere({ fault }: { fault: ApiFault | null }) {
  if (!fault || FIELDS.some((field) => saidAnywhere(fault, field) !== null)) return null;
  const { title, help } = told(fault);
  return (
    <Wrong>
      {title}. {help}
    </Wrong>
  );
}

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}
