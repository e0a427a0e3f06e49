/** Precautions and the patient's own limits, changed by whoever treats. */
import { useSignal } from "@preact/signals";
import { impossibleLimits, OWN_LIMITS } from "../../domain/goals";
import { RESPONSE_LIMITS } from "../../domain/limits";
import type { PatientRow } from "../../domain/types";
import { useDraft } from "../../state/draft";
import { changePrecautions } from "../../state/planning";
import { Chip, Dialog, Field, Icon, Stepper, Wrong } from "../../ui";
import { words as w } from "../../words";
import { plan as words } from "../../words/plan";
import { guarded } from "../attention/guarded";

type Limits = Record<string, number | null>;
/** Only what is changed: what a colleague tells meanwhile shows through and stays. */
type Form = { added: string[]; removed: string[]; typed: string; limits: Limits };
const EMPTY: Form = { added: [], removed: [], typed: "", limits: {} };
const MOST = 12;

export function ChangePrecautions({ patient, onClose }: { patient: PatientRow; onClose: () => void }) {
  const key = `mind:${patient.id}`;
  const draft = useDraft<Form>(key, EMPTY);
  const wrong = useSignal<string | null>(null);
  const form = draft.value;
  const limits = { ...patient.vital_limits, ...form.limits };
  const change = (part: Partial<Form>) => {
    wrong.value = null;
    draft.change(part);
  };
  const save = () => {
    const changed = { ...form, ...withTyped(patient, form) };
    wrong.value = wrongWith(precautionsOf(patient, changed), limits);
    if (wrong.value !== null) return;
    void guarded(wrong, async () => {
      await changePrecautions(patient, changed, limits, key);
      await draft.drop();
      onClose();
    });
  };
  return (
    <Dialog
      title={words.mind}
      under={words.mindUnder}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={save}>
          {words.mindSave}
        </button>
      }
    >
      <div class="stack">
        <Told patient={patient} form={form} onChange={change} />
        <OwnLimits
          limits={limits}
          onChange={(name, bound) => change({ limits: { ...form.limits, [name]: bound } })}
        />
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}

interface ToldProps {
  patient: PatientRow;
  form: Form;
  onChange: (part: Partial<Form>) => void;
}

function Told({ patient, form, onChange }: ToldProps) {
  const precautions = precautionsOf(patient, form);
  const offered = words.usual.filter((one) => !precautions.includes(one));
  return (
    <fieldset class="stack" aria-label={words.precautions}>
      <ul class="minded">
        {precautions.map((one) => (
          <li key={one} class="row">
            <b class="grow">{one}</b>
            <button type="button" aria-label={words.take(one)} onClick={() => onChange(without(form, one))}>
              <Icon name="erase" />
            </button>
          </li>
        ))}
      </ul>
      <div class="chips small-chips">
        {offered.map((one) => (
          <Chip key={one} chosen={false} onPress={() => onChange(withOne(patient, form, one))}>
            {one}
          </Chip>
        ))}
      </div>
      <div class="row typed">
        <div class="grow">
          <Field
            label={words.precaution}
            value={form.typed}
            onInput={(typed) => onChange({ typed })}
            input={{ maxLength: 200, autocomplete: "off" }}
          />
        </div>
        <button type="button" onClick={() => onChange({ ...withTyped(patient, form), typed: "" })}>
          {words.add}
        </button>
      </div>
    </fieldset>
  );
}

interface OwnLimitsProps {
  limits: Limits;
  onChange: (name: string, bound: number | null) => void;
}

function OwnLimits({ limits, onChange }: OwnLimitsProps) {
  return (
    <fieldset aria-label={words.limits}>
      <h3>{words.limits}</h3>
      <p class="small second">{words.limitsUnder}</p>
      <div class="figures">
        {OWN_LIMITS.map(({ name, figure }) => (
          <div key={name}>
            <p class="label" aria-hidden="true">
              {words.limit[name]}
            </p>
            <Stepper
              label={words.limit[name] ?? name}
              value={limits[name] ?? null}
              hint={null}
              min={RESPONSE_LIMITS[figure].least}
              max={RESPONSE_LIMITS[figure].most}
              asTyped
              wrong={impossibleLimits(limits).includes(name)}
              words={w.stepper}
              onChange={(bound) => onChange(name, bound)}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function precautionsOf(patient: PatientRow, { added, removed }: Pick<Form, "added" | "removed">): string[] {
  return [...new Set([...patient.precautions.filter((one) => !removed.includes(one)), ...added])];
}

function withOne(patient: PatientRow, { added, removed }: Form, one: string): Partial<Form> {
  const stands = patient.precautions.includes(one);
  return {
    added: stands || added.includes(one) ? added : [...added, one],
    removed: removed.filter((other) => other !== one),
  };
}

function without({ added, removed }: Form, one: string): Partial<Form> {
  return { added: added.filter((other) => other !== one), removed: [...removed, one] };
}

/** What was typed counts also where nobody pressed Add. */
function withTyped(patient: PatientRow, form: Form): Partial<Form> {
  const said = form.typed.trim();
  return said === "" ? {} : withOne(patient, form, said);
}

function wrongWith(precautions: readonly string[], limits: Limits): string | null {
  if (precautions.length > MOST) return words.tooMany(MOST);
  const wrong = impossibleLimits(limits);
  return wrong.length > 0 ? words.limitWrong(wrong.map((name) => words.limit[name] ?? name)) : null;
}
