/** The form of an organization's own activity: name, group, codes, and the dose fields that make sense for it. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { codeLabel } from "../../domain/codes";
import { ApiFault, call } from "../../sync";
import { Dialog, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { activities as words } from "../../words/activities";
import { GROUPS } from "../capture/activities";
import { told } from "../review/Refused";
import { isOfAField, saidOf } from "../shell/answer";
import { codesFor, DOSE_FIELDS, type Draft, draftOf, lacking, type Own, toggled } from "./activity";

const FIELDS = ["name", "group", "codes", "fields"] as const;

interface Props {
  /** The activity to change; null adds one. */
  own: Own | null;
  onClose: () => void;
  onKept: (kept: Own) => void;
}

export function ActivityForm({ own, onClose, onKept }: Props) {
  const draft = useSignal<Draft>(draftOf(own));
  const missing = useSignal<ReturnType<typeof lacking>>({});
  const fault = useSignal<ApiFault | null>(null);
  const busy = useSignal(false);
  const set = (changes: Partial<Draft>) => {
    draft.value = { ...draft.value, ...changes };
  };
  async function keep() {
    missing.value = lacking(draft.value);
    fault.value = null;
    if (busy.value || Object.keys(missing.value).length > 0) return;
    busy.value = true;
    try {
      const body = own ? { ...draft.value, version: own.version } : draft.value;
      const way = own ? `/api/activities/${own.id}` : "/api/activities";
      onKept((await call<{ activity: Own }>("POST", way, body)).activity);
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
    } finally {
      busy.value = false;
    }
  }
  const wrong = (field: (typeof FIELDS)[number]) => missing.value[field] ?? saidOf(fault.value, field);
  return (
    <Dialog
      title={own ? words.changeOf(own.name) : words.add}
      under={own ? words.changing : words.adding}
      close={w.cancel}
      onClose={onClose}
      foot={
        <div class="grow">
          {fault.value && !isOfAField(fault.value, FIELDS) && <Wrong>{sentence(fault.value)}</Wrong>}
          <button type="button" class="main wide" aria-disabled={busy.value} onClick={() => void keep()}>
            {words.save}
          </button>
        </div>
      }
    >
      <div class="stack">
        <Field
          label={words.name}
          beside={words.nameHelp}
          value={draft.value.name}
          wrong={wrong("name")}
          onInput={(name) => set({ name })}
          input={{ maxLength: 80 }}
        />
        <Terms label={words.group} wrong={wrong("group")}>
          {GROUPS.map((one) => (
            <label key={one.id}>
              <input
                type="radio"
                name="group"
                checked={draft.value.group === one.id}
                onChange={() => set({ group: one.id })}
              />
              <span>{one.label}</span>
            </label>
          ))}
        </Terms>
        <Terms label={words.codes} wrong={wrong("codes")}>
          {codesFor(draft.value).map((code) => (
            <Tick
              key={code}
              label={`${code} ${codeLabel(code)}`}
              draft={draft}
              on={draft.value.codes.includes(code)}
              change={(now) => ({ codes: toggled(now.codes, code, codesFor(now)) })}
            />
          ))}
        </Terms>
        <Terms label={words.fields} help={words.fieldsHelp} wrong={wrong("fields")}>
          {DOSE_FIELDS.map((field) => (
            <Tick
              key={field}
              label={w.dose.field[field]}
              draft={draft}
              on={draft.value.fields.includes(field)}
              change={(now) => ({ fields: toggled(now.fields, field, DOSE_FIELDS) })}
            />
          ))}
        </Terms>
      </div>
    </Dialog>
  );
}

function sentence(fault: ApiFault): string {
  const { title, help } = told(fault);
  return `${title}. ${help}`;
}

interface TermsProps {
  label: string;
  help?: string;
  wrong: string | null;
  children: ComponentChildren;
}

function Terms({ label, help, wrong, children }: TermsProps) {
  return (
    <fieldset class="terms" aria-label={label}>
      <p class="label" aria-hidden="true">
        {label}
        {help && <span class="beside">{help}</span>}
      </p>
      {children}
      <Wrong>{wrong}</Wrong>
    </fieldset>
  );
}

interface TickProps {
  label: string;
  draft: Signal<Draft>;
  on: boolean;
  change: (draft: Draft) => Partial<Draft>;
}

function Tick({ label, draft, on, change }: TickProps) {
  return (
    <label>
      <input
        type="checkbox"
        checked={on}
        onChange={() => (draft.value = { ...draft.value, ...change(draft.value) })}
      />
      <span>{label}</span>
    </label>
  );
}
