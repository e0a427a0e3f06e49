/** A new version of a policy: what differs from its base, from which date on, and where that is written. */
import { type Signal, useSignal } from "@preact/signals";
import { ApiFault, call } from "../../sync";
import { Area, Dialog, Field, Icon, Radio, showRefused, Terms, Tick, Wrong } from "../../ui";
import { words as w } from "../../words";
import { payers } from "../../words/payers";
import { told } from "../review/Refused";
import { isOfAField, saidOf } from "../shell/answer";
import {
  CHOICES,
  choose,
  type Draft,
  draftAfter,
  ELEMENTS,
  earlier,
  orderOf,
  SHIPPED,
  toggle,
  type Version,
} from "./policy";

const words = payers.policies;
const FIELDS = [
  "name",
  "label",
  "effective_from",
  "citation",
  "required_elements",
  "modifier_order",
  ...Object.keys(CHOICES),
];

interface Props {
  /** The version that it begins as; null makes a new policy. */
  after: Version | null;
  onClose: () => void;
  onKept: (version: Version) => void;
}

export function NewVersion({ after, onClose, onKept }: Props) {
  const draft = useSignal(draftAfter(after));
  const fault = useSignal<ApiFault | null>(null);
  const set = (changes: Partial<Draft>) => {
    draft.value = { ...draft.value, ...changes };
  };
  async function keep() {
    try {
      const { policy } = await call<{ policy: Version }>("POST", "/api/policies", draft.value);
      onKept(policy);
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
      showRefused();
    }
  }
  const { name, label, effective_from, citation } = draft.value;
  const wrong = (field: string) => saidOf(fault.value, field);
  return (
    <Dialog
      title={after ? words.newVersionOf(after.label) : words.new}
      under={words.stays}
      close={w.cancel}
      onClose={onClose}
      foot={
        <div class="grow">
          {fault.value && !isOfAField(fault.value, FIELDS) && <Wrong>{sentence(fault.value)}</Wrong>}
          <button type="button" class="main wide" onClick={() => void keep()}>
            {words.save}
          </button>
        </div>
      }
    >
      <div class="stack">
        <div class="two fields">
          <Field
            label={words.label}
            value={label}
            wrong={wrong("label")}
            onInput={(text) => set({ label: text })}
          />
          {after === null && (
            <Field
              label={words.name}
              beside={words.nameHelp}
              value={name}
              wrong={wrong("name")}
              onInput={(text) => set({ name: text })}
            />
          )}
          <Field
            label={words.effective}
            value={effective_from}
            wrong={wrong("effective_from")}
            input={{ type: "date" }}
            onInput={(text) => set({ effective_from: text })}
          />
        </div>
        <Bases draft={draft} />
        {Object.entries(CHOICES).map(([term, values]) => (
          <Term key={term} draft={draft} term={term} values={values} wrong={wrong(term)} />
        ))}
        <Order draft={draft} wrong={wrong("modifier_order")} />
        <Elements draft={draft} />
        <div>
          <Area
            label={words.citation}
            beside={words.citationHelp}
            rows={2}
            value={citation}
            onInput={(text) => set({ citation: text })}
          />
          <Wrong>{wrong("citation")}</Wrong>
        </div>
      </div>
    </Dialog>
  );
}

function sentence(fault: ApiFault): string {
  const { title, help } = told(fault);
  return `${title}. ${help}`;
}

function Bases({ draft }: { draft: Signal<Draft> }) {
  return (
    <Terms label={words.base}>
      {SHIPPED.map((base) => (
        <Radio
          key={base}
          group={words.base}
          label={words.bases[base] ?? base}
          checked={draft.value.extends === base}
          onChoose={() => (draft.value = { ...draft.value, extends: base })}
        />
      ))}
    </Terms>
  );
}

interface TermProps {
  draft: Signal<Draft>;
  term: string;
  values: readonly (string | boolean)[];
  wrong: string | null;
}

function Term({ draft, term, values, wrong }: TermProps) {
  const label = words.terms[term]?.label ?? term;
  const chosen = draft.value.overrides[term];
  return (
    <Terms label={label} wrong={wrong}>
      <Radio
        group={term}
        label={words.asShips}
        checked={chosen === undefined}
        onChoose={() => (draft.value = choose(draft.value, term, null))}
      />
      {values.map((value) => (
        <Radio
          key={String(value)}
          group={term}
          label={words.terms[term]?.[String(value)] ?? String(value)}
          checked={chosen === value}
          onChoose={() => (draft.value = choose(draft.value, term, value))}
        />
      ))}
    </Terms>
  );
}

function Order({ draft, wrong }: { draft: Signal<Draft>; wrong: string | null }) {
  return (
    <fieldset aria-label={words.order}>
      <p class="label" aria-hidden="true">
        {words.order}
      </p>
      <ol class="order">
        {orderOf(draft.value).map((kind, place) => (
          <li key={kind}>
            {words.slots[kind]}
            {place > 0 && (
              <button type="button" onClick={() => (draft.value = earlier(draft.value, kind))}>
                <Icon name="up" />
                <span class="unseen">{words.earlier(words.slots[kind] ?? kind)}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      <Wrong>{wrong}</Wrong>
    </fieldset>
  );
}

function Elements({ draft }: { draft: Signal<Draft> }) {
  return (
    <Terms label={words.required}>
      {ELEMENTS.map((one) => (
        <Tick
          key={one}
          label={words.elements[one] ?? one}
          checked={draft.value.required_elements.includes(one)}
          onToggle={() => (draft.value = toggle(draft.value, one))}
        />
      ))}
    </Terms>
  );
}
