/** Dose: only the fields that make sense for the technique, last time's in pencil beside each. */
import type { Dose } from "../../domain/types";
import { Chips, Icon, Stepper } from "../../ui";
import { words as w } from "../../words";
import { fieldsOf } from "./activities";
import type { Form } from "./form";

type DoseField = keyof Dose;

/** The most that is taken where it is typed; the server's limits are wider. */
const MOST: Partial<Record<DoseField, number>> = {
  sets: 50,
  reps: 500,
  hold_seconds: 3600,
  rest_seconds: 3600,
  cue_count: 200,
  errors: 200,
};
const STEP: Partial<Record<DoseField, number>> = { hold_seconds: 5, rest_seconds: 5 };
const LEVELS = [1, 2, 3, 4, 5];

interface DoseFormProps {
  form: Form;
  last: Dose | null;
  onChange: (changed: Partial<Form>) => void;
  onCopy: () => void;
}

export function DoseForm({ form, last, onChange, onCopy }: DoseFormProps) {
  const fields = shownFields(form, last);
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
    </>
  );
}

/** The technique's own fields, and any other that was recorded. */
function shownFields(form: Form, last: Dose | null): DoseField[] {
  const recorded = Object.keys({ ...last, ...form.dose }) as DoseField[];
  return [...new Set([...fieldsOf(form.activityId), ...recorded])];
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
      ) : field in MOST ? (
        <Stepper
          label={label}
          value={(value as number | undefined) ?? null}
          hint={typeof before === "number" ? before : null}
          max={MOST[field] ?? 999}
          step={STEP[field] ?? 1}
          copied={copied}
          words={w.stepper}
          onChange={(number) => set(field, number as never)}
        />
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

function withOwn(options: Readonly<Record<string, string>>, own: string | undefined) {
  const known = Object.entries(options).map(([value, label]) => ({ value, label }));
  if (!own || own in options) return known;
  return [...known, { value: own, label: own }];
}
