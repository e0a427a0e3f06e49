/** The form of an organization's own activity: name, group, codes, and the dose fields that make sense for it. */
import { useSignal } from "@preact/signals";
import { codeLabel } from "../../domain/codes";
import { ApiFault, call } from "../../sync";
import { Dialog, Field, Radio, showRefused, Terms, Tick, Wrong } from "../../ui";
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
    if (Object.keys(missing.value).length > 0) showRefused();
    if (busy.value || Object.keys(missing.value).length > 0) return;
    busy.value = true;
    try {
      const body = own ? { ...draft.value, version: own.version } : draft.value;
      const way = own ? `/api/activities/${own.id}` : "/api/activities";
      onKept((await call<{ activity: Own }>("POST", way, body)).activity);
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
      showRefused();
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
            <Radio
              key={one.id}
              group="group"
              label={one.label}
              checked={draft.value.group === one.id}
              onChoose={() => set({ group: one.id })}
            />
          ))}
        </Terms>
        <Terms label={words.codes} wrong={wrong("codes")}>
          {codesFor(draft.value).map((code) => (
            <Tick
              key={code}
              label={`${code} ${codeLabel(code)}`}
              checked={draft.value.codes.includes(code)}
              onToggle={() => set({ codes: toggled(draft.value.codes, code, codesFor(draft.value)) })}
            />
          ))}
        </Terms>
        <Terms label={words.fields} help={words.fieldsHelp} wrong={wrong("fields")}>
          {DOSE_FIELDS.map((field) => (
            <Tick
              key={field}
              label={w.dose.field[field]}
              checked={draft.value.fields.includes(field)}
              onToggle={() => set({ fields: toggled(draft.value.fields, field, DOSE_FIELDS) })}
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
