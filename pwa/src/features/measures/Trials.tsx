/** The trials of a measure: taken by the stopwatch or typed, each to be taken out again. */
import { useSignal } from "@preact/signals";
import { type Measure, trialText } from "../../domain/measures";
import { Field, Icon } from "../../ui";
import { measures as m } from "../../words/measures";
import { type MeasureForm, typedTrial } from "./form";
import { Stopwatch } from "./Stopwatch";

interface TrialsProps {
  measure: Measure;
  form: MeasureForm;
  onChange: (changed: Partial<MeasureForm>) => void;
}

export function Trials({ measure, form, onChange }: TrialsProps) {
  const { conditions } = measure;
  const full = conditions !== undefined && form.trials.length >= conditions.length;
  const name = conditions?.[form.trials.length] ?? m.trial(form.trials.length + 1);
  const add = (taken: number) => onChange({ trials: [...form.trials, taken], startedAt: null });
  return (
    <div class="stack">
      <TrialList measure={measure} form={form} onChange={onChange} />
      {full && <p class="small second">{m.allDone}</p>}
      {!full && measure.by === "stopwatch" && (
        <Stopwatch
          name={name}
          startedAt={form.startedAt}
          onStart={(startedAt) => onChange({ startedAt })}
          onStop={add}
          onDiscard={() => onChange({ startedAt: null })}
        />
      )}
      {!full && <Typed measure={measure} form={form} name={name} onChange={onChange} />}
    </div>
  );
}

function TrialList({ measure, form, onChange }: TrialsProps) {
  if (form.trials.length === 0) return null;
  const nameOf = (place: number) => measure.conditions?.[place] ?? m.trial(place + 1);
  return (
    <ol class="trials" aria-label={m.trials}>
      {form.trials.map((trial, place) => (
        <li key={`${place}:${trial}`}>
          <span class="second">{nameOf(place)}</span>
          <b>{trialText(measure, trial)}</b>
          <button
            type="button"
            class="plain"
            aria-label={m.takeOut(nameOf(place))}
            onClick={() => onChange({ trials: form.trials.filter((_, other) => other !== place) })}
          >
            <Icon name="erase" />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Typed({ measure, form, name, onChange }: TrialsProps & { name: string }) {
  const wrong = useSignal<string | null>(null);
  const unit = measure.by === "stopwatch" ? "s" : measure.shown.unit;
  const add = (event: Event) => {
    event.preventDefault();
    const read = typedTrial(measure, form.trial);
    wrong.value = "wrong" in read ? read.wrong : null;
    if ("trial" in read) onChange({ trials: [...form.trials, read.trial], trial: "" });
  };
  return (
    <form class="typed-trial" onSubmit={add} noValidate>
      <Field
        label={m.typed(unit)}
        beside={measure.conditions ? name : ""}
        value={form.trial}
        wrong={wrong.value}
        onInput={(trial) => {
          wrong.value = null;
          onChange({ trial });
        }}
        input={{ inputMode: "decimal", autocomplete: "off" }}
      />
      <button type="submit">{m.addTyped}</button>
    </form>
  );
}
