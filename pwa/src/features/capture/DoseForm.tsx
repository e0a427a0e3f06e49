/** Dose: only the fields that make sense for the technique, last time's in pencil beside each. */
import { useSignal } from "@preact/signals";
import { DOSE_LIMITS, type DoseFigure, isUnusual } from "../../domain/limits";
import type { Dose } from "../../domain/types";
import { rows } from "../../state/vault";
import { Chips, Icon, Stepper, Wrong } from "../../ui";
import { words as w } from "../../words";
import { capture as c } from "../../words/capture";
import { fieldsOf, moreFieldsOf } from "./activities";
import { wrongWords } from "./checks";
import type { Form } from "./form";

type DoseField = keyof Dose;

const STEP: Partial<Record<DoseField, number>> = { hold_seconds: 5, rest_seconds: 5 };
const LEVELS = [1, 2, 3, 4, 5];

interface DoseFormProps {
  form: Form;
  last: Dose | null;
  onChange: (changed: Partial<Form>) => void;
  onCopy: () => void;
}

export function DoseForm({ form, last, onChange, onCopy }: DoseFormProps) {
  const more = useSignal(false);
  const fields = shownFields(form, last, more.value);
  const hidden = moreFieldsOf(rows.value, form.activityId).filter((field) => !fields.includes(field));
  const set = <F extends DoseField>(field: F, value: Dose[F] | null) => {
    const { [field]: _, ...rest } = form.dose;
    const dose = value === null || value === "" ? rest : { ...form.dose, [field]: value };
    onChange({ dose, copied: form.copied.filter((one) => one !== field) });
  };
  return (
    <>
      {last && (
        <div class="copy-row">
          {form.copied.length > 0 ? (
            <button type="button" class="outlined" onClick={() => onChange({ copied: [] })}>
              <Icon name="check" />
              {w.capture.confirm(form.copied.length)}
            </button>
          ) : (
            <button type="button" class="plain" onClick={onCopy}>
              <Icon name="copy" />
              {w.capture.asLastTime}
            </button>
          )}
        </div>
      )}
      <div class="doses">
        {fields.map((field) => (
          <DoseRow key={field} field={field} form={form} last={last} set={set} />
        ))}
      </div>
      {(hidden.length > 0 || more.value) && (
        <button
          type="button"
          class="plain more-doses"
          aria-expanded={more.value}
          onClick={() => (more.value = !more.value)}
        >
          {c.moreDoses} <Icon name={more.value ? "fold" : "down"} />
        </button>
      )}
    </>
  );
}

/** The technique's own fields, any other that was recorded, and the rest when it is asked for. */
function shownFields(form: Form, last: Dose | null, more: boolean): DoseField[] {
  const recorded = Object.keys({ ...last, ...form.dose }) as DoseField[];
  const further = more ? moreFieldsOf(rows.value, form.activityId) : [];
  return [...new Set([...fieldsOf(rows.value, form.activityId), ...recorded, ...further])];
}

interface DoseRowProps {
  field: DoseField;
  form: Form;
  last: Dose | null;
  set: <F extends DoseField>(field: F, value: Dose[F] | null) => void;
}

function DoseRow({ field, form, last, set }: DoseRowProps) {
  const value = form.dose[field];
  const before = last?.[field];
  const copied = form.copied.includes(field);
  const label = w.dose.field[field];
  const options = w.dose.options[field];
  return (
    <div class="row">
      <p class="lab" aria-hidden="true">
        {label}
        {before !== undefined && <small>{w.capture.last(w.dose.value(before))}</small>}
      </p>
      {field === "level" ? (
        <Chips
          label={label}
          options={LEVELS.map((level) => ({ value: level, label: String(level) }))}
          chosen={(value as number | undefined) ?? null}
          copied={copied}
          onChoose={(chosen) => set(field, chosen as never)}
        />
      ) : options ? (
        <Chips
          label={label}
          options={withOwn(options, value as string | undefined)}
          chosen={(value as string | undefined) ?? null}
          copied={copied}
          onChoose={(chosen) => set(field, chosen as never)}
        />
      ) : isFigure(field) ? (
        <Figure field={field} form={form} last={last} set={set} />
      ) : (
        <input
          class={`field${copied ? " copied" : ""}`}
          aria-label={label}
          value={(value as string | undefined) ?? ""}
          maxLength={100}
          onInput={(event) => set(field, event.currentTarget.value as never)}
        />
      )}
    </div>
  );
}

function isFigure(field: DoseField): field is DoseFigure {
  return field in DOSE_LIMITS;
}

function Figure({ field, form, last, set }: DoseRowProps & { field: DoseFigure }) {
  const value = form.dose[field] ?? null;
  const wrong = wrongWords(value, DOSE_LIMITS[field]);
  const unusual = value !== null && !form.copied.includes(field) && isUnusual(value, DOSE_LIMITS[field]);
  return (
    <div>
      <Stepper
        label={w.dose.field[field]}
        value={value}
        hint={last?.[field] ?? null}
        min={DOSE_LIMITS[field].least}
        max={DOSE_LIMITS[field].most}
        step={STEP[field] ?? 1}
        copied={form.copied.includes(field)}
        asTyped
        wrong={wrong !== null}
        words={w.stepper}
        onChange={(number) => set(field, number)}
      />
      <Wrong asking={wrong === null}>{wrong ?? (unusual ? c.unusual : null)}</Wrong>
    </div>
  );
}

function withOwn(options: Readonly<Record<string, string>>, own: string | undefined) {
  const known = Object.entries(options).map(([value, label]) => ({ value, label }));
  if (!own || own in options) return known;
  return [...known, { value: own, label: own }];
}
