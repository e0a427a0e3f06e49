/** How a biller narrows the list: by state at once, by the rest when asked for. */
import { type Signal, useSignal } from "@preact/signals";
import { Field, Icon } from "../../ui";
import { type Claim, desk } from "../../words/desk";
import { useAnswer } from "../shell/answer";
import { ALL, type Found, type Narrowed, narrowedBy, type State } from "./day";

const words = desk.days;

const STATES: readonly { state: State | ""; label: string }[] = [
  { state: "", label: words.all },
  { state: "held", label: words.held },
  { state: "final", label: words.final },
];

const CLAIMS: readonly Claim[] = ["to-submit", "to-correct", "submitted"];

interface Props {
  narrowed: Signal<Narrowed>;
  needs: Found["needs"];
}

export function Filters({ narrowed, needs }: Props) {
  const set = (changes: Partial<Narrowed>) => {
    narrowed.value = { ...narrowed.value, ...changes };
  };
  const { state, patient, since, until } = narrowed.value;
  const count = narrowedBy(narrowed.value);
  return (
    <div class="filters pad">
      <fieldset class="chips" aria-label={words.state}>
        {STATES.map((one) => (
          <button
            key={one.state}
            type="button"
            class="chip"
            aria-pressed={state === one.state}
            onClick={() => set({ state: one.state })}
          >
            {one.label}
          </button>
        ))}
      </fieldset>
      <FindPatient narrowed={narrowed} />
      <details open={count > 0}>
        <summary>
          {words.more}
          {count > 0 && <span class="kind edged">{count}</span>}
        </summary>
        <div class="stack">
          <Choice
            label={words.claim}
            chosen={narrowed.value.claim}
            options={CLAIMS.map((claim) => [claim, words.claims[claim]])}
            onChoose={(value) => set({ claim: CLAIMS.find((claim) => claim === value) ?? "" })}
          />
          <Choice
            label={words.needs}
            chosen={narrowed.value.needs}
            options={needs.map((one) => [one.whose, words.needsOf(one.who, one.days)])}
            onChoose={(value) => set({ needs: value })}
          />
          <div class="two">
            <Field
              label={words.since}
              value={since}
              input={{ type: "date" }}
              onInput={(text) => set({ since: text })}
            />
            <Field
              label={words.until}
              value={until}
              input={{ type: "date" }}
              onInput={(text) => set({ until: text })}
            />
          </div>
          <Payer narrowed={narrowed} />
          <Choice
            label={words.discipline}
            chosen={narrowed.value.discipline}
            options={[
              ["PT", "PT"],
              ["OT", "OT"],
            ]}
            onChoose={(value) => set({ discipline: value })}
          />
          {count > 0 && (
            <button type="button" onClick={() => (narrowed.value = { ...ALL, state, patient })}>
              {words.clear}
            </button>
          )}
        </div>
      </details>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  chosen: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

function Choice({ label, chosen, options, onChoose }: ChoiceProps) {
  return (
    <label>
      <span class="label">{label}</span>
      <select class="field" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{words.any}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Payer({ narrowed }: { narrowed: Signal<Narrowed> }) {
  const answer = useAnswer<{ policies: { name: string; label: string }[] }>("/api/policies");
  const labels = new Map(answer.value.value?.policies.map(({ name, label }) => [name, label]));
  return (
    <Choice
      label={words.policy}
      chosen={narrowed.value.payer}
      options={[...labels]}
      onChoose={(payer) => (narrowed.value = { ...narrowed.value, payer })}
    />
  );
}

interface Patient {
  id: string;
  given_name: string;
  family_name: string;
}

const MOST_OFFERED = 6;

/** Names are looked up here, and only an id goes into the question. */
function FindPatient({ narrowed }: { narrowed: Signal<Narrowed> }) {
  const answer = useAnswer<{ patients: Patient[] }>("/api/patients");
  const sought = useSignal("");
  const all = answer.value.value?.patients ?? [];
  const chosen = all.find((one) => one.id === narrowed.value.patient);
  const part = sought.value.trim().toLowerCase();
  const offered = part ? all.filter((one) => nameOf(one).toLowerCase().includes(part)) : [];
  const choose = (patient: string) => {
    narrowed.value = { ...narrowed.value, patient };
    sought.value = "";
  };
  if (chosen) {
    return (
      <button type="button" class="chip" aria-pressed="true" onClick={() => choose("")}>
        {nameOf(chosen)} <span class="unseen">{words.anyPatient}</span>
        <Icon name="away" />
      </button>
    );
  }
  return (
    <div>
      <Field
        label={words.find}
        value={sought.value}
        input={{ type: "search", autocomplete: "off" }}
        onInput={(text) => (sought.value = text)}
      />
      {part && offered.length === 0 && <p class="small second">{words.noPatient}</p>}
      <ul class="offered">
        {offered.slice(0, MOST_OFFERED).map((one) => (
          <li key={one.id}>
            <button type="button" class="plain" onClick={() => choose(one.id)}>
              {nameOf(one)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function nameOf(patient: Patient): string {
  return `${patient.given_name} ${patient.family_name}`;
}
