/**
 * Sign visit: the note as it will stand, the PIN, one button.
 *
 * What is signed is what is on screen: the record is taken when the dialog opens and
 * does not change under the reader's eyes.
 */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type NoteSection, narrative, type Sentence } from "../../domain/narrative";
import { sameSentences } from "../../domain/similarity";
import { dayText } from "../../domain/time";
import type { VisitRecord } from "../../domain/visit";
import { lastNote, sameAsLast } from "../../state/last-note";
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
      <NoteAgainstLast record={taken} onClose={onClose} />
    </Dialog>
  );
}

/** The note as it will stand, and how much of it stood in the last one: advice, not a bar. */
function NoteAgainstLast({ record, onClose }: { record: VisitRecord; onClose: () => void }) {
  const shown = useSignal(false);
  const sections = narrative(record);
  const last = lastNote(record);
  const percent = last && sameAsLast(sections, last);
  const said = sections.flatMap((one) => one.sentences.map(({ text }) => text));
  const same = last ? sameSentences(said, last.sentences) : [];
  const lead = (from: readonly string[]) => {
    const lead = leadTo(record, from);
    if (!lead) return null;
    return () => {
      onClose();
      lead();
    };
  };
  return (
    <>
      <Note sections={sections} lead={lead} marked={shown.value ? same : []} />
      {last && percent !== null && (
        <p class="small second same-as-last">
          {w.sign.same(percent, dayText(last.day).slice(4))}{" "}
          {same.length > 0 && (
            <button
              type="button"
              class="plain"
              aria-pressed={shown.value}
              onClick={() => (shown.value = !shown.value)}
            >
              {w.sign.showSame(same.length)}
            </button>
          )}
        </p>
      )}
    </>
  );
}

/** Go to the data that a sentence comes from; false when it has no field of its own. */
function leadTo(record: VisitRecord, from: readonly string[]): (() => void) | null {
  const { id } = record.visit;
  const response = record.responses.find((one) => from.includes(one.id));
  const intervention = record.interventions.find(
    (one) => from.includes(one.id) || one.id === response?.intervention_id,
  );
  const part = response ? "?to=response" : "";
  if (intervention) return () => go(`/visit/${id}/intervention/${intervention.id}${part}`);
  const measure = record.measures.find((one) => from.includes(one.id));
  if (measure) return () => go(`/visit/${id}/measures?row=${measure.id}`);
  if (record.segments.some((one) => from.includes(one.id))) {
    return () => document.querySelector<HTMLElement>(".time button.correct")?.focus();
  }
  const section = record.sections.find((one) => from.includes(one.id));
  return section ? () => document.getElementById(`section-${section.section}`)?.focus() : null;
}

interface NoteProps {
  sections: readonly NoteSection[];
  /** With it, a sentence leads to the data it comes from. */
  lead?: (from: readonly string[]) => (() => void) | null;
  /** Sentences to underline, e.g. those that stood in the last note. */
  marked?: readonly string[];
}

/** The note in S, O, A and P. */
export function Note({ sections, lead, marked = [] }: NoteProps) {
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
                marked={marked.includes(one.text)}
                onTap={lead?.(one.from) ?? null}
              />
            ))}
          </p>
        </section>
      ))}
    </div>
  );
}

interface SaidProps {
  sentence: Sentence;
  marked: boolean;
  onTap: (() => void) | null;
}

function Said({ sentence: { text, typed }, marked, onTap }: SaidProps) {
  const look = ["said", typed ? "typed" : "", marked ? "same" : ""].filter(Boolean).join(" ");
  const tapped = (event: MouseEvent) => {
    event.preventDefault();
    onTap?.();
  };
  return (
    <>
      {onTap ? (
        <a class={look} href="/" onClick={tapped}>
          {text}
        </a>
      ) : (
        <span class={marked ? "same" : ""}>{text}</span>
      )}{" "}
      {typed && <span class="kind edged">{w.provenance.typed}</span>}{" "}
    </>
  );
}
