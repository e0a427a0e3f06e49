/**
 * Sign visit: the note as it will stand, the PIN, one button.
 *
 * What is signed is what is on screen: the record is taken when the dialog opens and
 * does not change under the reader's eyes.
 */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type NoteSection, narrative, type Sentence } from "../../domain/narrative";
import type { VisitRecord } from "../../domain/visit";
import { go } from "../../state/route";
import { ended, frame, missing, sign } from "../../state/signing";
import { me } from "../../state/vault";
import { Dialog, Field, Icon, Wrong } from "../../ui";
import { words as w } from "../../words";
import { missingWords } from "../before-signing/BeforeSigning";
import { faultWords } from "../sign-in/faults";
import "./sign.css";

export function SignDialog({ record, onClose }: { record: VisitRecord; onClose: () => void }) {
  const taken = useRef(ended(record)).current;
  const pin = useSignal("");
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const lacking = missing(taken).filter((one) => one.level === "required");

  async function submit(event: Event) {
    event.preventDefault();
    if (busy.value || lacking.length > 0) return;
    if (pin.value === "") {
      wrong.value = w.sign.pinNeeded;
      return;
    }
    busy.value = true;
    wrong.value = null;
    try {
      await sign(taken, pin.value, w);
      onClose();
    } catch (cause) {
      wrong.value = faultWords(cause);
      pin.value = "";
    } finally {
      busy.value = false;
    }
  }
  return (
    <Dialog
      title={w.sign.open}
      under={frame(taken, w).patient_line}
      close={w.sign.notYet}
      onClose={onClose}
      foot={
        <form class="sign-form" onSubmit={submit} noValidate>
          <div class="grow">
            <Field
              label={w.pin.pin}
              value={pin.value}
              onInput={(text) => (pin.value = text)}
              input={{ type: "password", inputMode: "numeric", autocomplete: "off", class: "digits-only" }}
            />
            <Wrong>{wrong.value}</Wrong>
          </div>
          <button type="submit" class="main" aria-disabled={busy.value || lacking.length > 0}>
            <Icon name="pen" />
            {busy.value ? w.sign.busy : w.sign.submit}
          </button>
          <p class="small second">
            {lacking.length > 0
              ? w.sign.lacking(lacking.map((one) => missingWords(one, taken)).join(", "))
              : w.sign.under(me.value.name, me.value.credentials)}
          </p>
        </form>
      }
    >
      <Note sections={narrative(taken)} onChange={(from) => change(taken, from, onClose)} />
    </Dialog>
  );
}

/** Go to the data that a sentence comes from. */
function change(record: VisitRecord, from: readonly string[], onClose: () => void): void {
  const intervention = record.interventions.find((one) => from.includes(one.id));
  const section = record.sections.find((one) => from.includes(one.id));
  onClose();
  if (intervention) go(`/visit/${record.visit.id}/intervention/${intervention.id}`);
  else if (section) document.getElementById(`section-${section.section}`)?.focus();
}

interface NoteProps {
  sections: readonly NoteSection[];
  /** With it, sentences can be tapped to see where they come from. */
  onChange?: (from: readonly string[]) => void;
}

/** The note in S, O, A and P. */
export function Note({ sections, onChange }: NoteProps) {
  const chosen = useSignal<Sentence | null>(null);
  return (
    <div class="words">
      {sections.map(({ section, sentences }) => (
        <section key={section} aria-label={w.sections[section]}>
          <h3 aria-label={w.sections[section]}>{w.sections[section].charAt(0)}</h3>
          <p>
            {sentences.length === 0 && <span class="second">{w.sign.nothingIn}</span>}
            {sentences.map((one) => (
              <Said
                key={one.text}
                sentence={one}
                chosen={chosen.value === one}
                onTap={onChange && tap(one)}
              />
            ))}
          </p>
        </section>
      ))}
      {chosen.value && onChange && (
        <aside class="source" aria-label={w.sign.source}>
          <Icon name="link" />
          <p>{chosen.value.typed ? w.sign.typedBy : w.sign.builtFrom(chosen.value.from.length)}</p>
          <button type="button" onClick={() => onChange(chosen.value?.from ?? [])}>
            {w.sign.change}
          </button>
        </aside>
      )}
    </div>
  );

  function tap(one: Sentence) {
    return () => {
      chosen.value = chosen.value === one ? null : one;
    };
  }
}

interface SaidProps {
  sentence: Sentence;
  chosen: boolean;
  onTap: (() => void) | undefined;
}

function Said({ sentence, chosen, onTap }: SaidProps) {
  const { text, typed } = sentence;
  const tag = typed && <span class="kind edged">{w.provenance.typed}</span>;
  if (!onTap) {
    return (
      <span class="passage">
        {text} {tag}{" "}
      </span>
    );
  }
  return (
    <>
      <button type="button" class={`said ${typed ? "typed" : ""}`} aria-pressed={chosen} onClick={onTap}>
        {text}
      </button>{" "}
      {tag}{" "}
    </>
  );
}
