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
      <Note
        sections={narrative(taken)}
        lead={(from) => {
          const go = leadTo(taken, from);
          return (
            go &&
            (() => {
              onClose();
              go();
            })
          );
        }}
      />
    </Dialog>
  );
}

/** Go to the data that a sentence comes from; false when it has no field of its own. */
function leadTo(record: VisitRecord, from: readonly string[]): (() => void) | null {
  const intervention = record.interventions.find((one) => from.includes(one.id));
  if (intervention) return () => go(`/visit/${record.visit.id}/intervention/${intervention.id}`);
  const section = record.sections.find((one) => from.includes(one.id));
  return section ? () => document.getElementById(`section-${section.section}`)?.focus() : null;
}

interface NoteProps {
  sections: readonly NoteSection[];
  /** With it, a sentence leads to the data it comes from. */
  lead?: (from: readonly string[]) => (() => void) | null;
}

/** The note in S, O, A and P. */
export function Note({ sections, lead }: NoteProps) {
  return (
    <div class="words">
      {sections.map(({ section, sentences }) => (
        <section key={section} aria-label={w.sections[section]}>
          <h3 aria-label={w.sections[section]}>{w.sections[section].charAt(0)}</h3>
          <p>
            {sentences.length === 0 && <span class="second">{w.sign.nothingIn}</span>}
            {sentences.map((one) => (
              <Said key={one.text} sentence={one} onTap={lead?.(one.from) ?? null} />
            ))}
          </p>
        </section>
      ))}
    </div>
  );
}

function Said({ sentence: { text, typed }, onTap }: { sentence: Sentence; onTap: (() => void) | null }) {
  const tapped = (event: MouseEvent) => {
    event.preventDefault();
    onTap?.();
  };
  return (
    <>
      {onTap ? (
        <a class={`said ${typed ? "typed" : ""}`} href="/" onClick={tapped}>
          {text}
        </a>
      ) : (
        <span>{text}</span>
      )}{" "}
      {typed && <span class="kind edged">{w.provenance.typed}</span>}{" "}
    </>
  );
}
