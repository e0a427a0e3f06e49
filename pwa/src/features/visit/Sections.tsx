/**
 * Free words beside the built note: one field a section.
 *
 * Every keystroke is a draft at once; leaving the field, or a pause in typing, makes
 * it a mutation. The words that stood there when typing began go along, so that a
 * colleague's words are never overwritten unseen.
 */
import { effect, type Signal, signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { SectionName } from "../../domain/types";
import { SECTIONS, sectionText, type VisitRecord } from "../../domain/visit";
import { editSection } from "../../state/recording";
import { openVault, vault } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Area, Wrong } from "../../ui";
import { words as w } from "../../words";
import { SectionPhrases } from "./SectionPhrases";

export function Sections({ record }: { record: VisitRecord }) {
  return (
    <section class="sections sheet panel" aria-labelledby="note-words">
      <h2 id="note-words">{w.sections.title}</h2>
      <p class="small second">{w.sections.under}</p>
      <div class="section-fields">
        {SECTIONS.map((section) => (
          <SectionField key={section} section={section} record={record} />
        ))}
      </div>
    </section>
  );
}

const PAUSE_MS = 2000;
const DRAFT_MS = 250;

/** What is being typed, and the text it began from. */
interface Typing {
  [key: string]: string;
  text: string;
  seen: string;
}

/**
 * What is typed, by draft. Kept here, not in the field: whoever goes back and comes again at once finds
 * the last keystroke, though its storing is still under way.
 */
const typings = new Map<string, Signal<Typing | null>>();
effect(() => {
  if (!vault.value) typings.clear();
});

function typingOf(key: string): Signal<Typing | null> {
  const known = typings.get(key) ?? signal(draftOf(key));
  typings.set(key, known);
  return known;
}

function SectionField({ section, record }: { section: SectionName; record: VisitRecord }) {
  const visitId = record.visit.id;
  const key = `section:${visitId}:${section}`;
  const stored = sectionText(record, section);
  const typing = typingOf(key);
  const wrong = useSignal<string | null>(null);
  const timers = useRef<{ draft?: ReturnType<typeof setTimeout>; edit?: ReturnType<typeof setTimeout> }>({});

  async function keepDraft(): Promise<void> {
    if (!vault.value || !typing.value) return;
    await guarded(() => openVault().saveDraft(key, { ...typing.value } as Typing));
  }
  async function commit(): Promise<void> {
    clearTimeout(timers.current.draft);
    clearTimeout(timers.current.edit);
    const typed = typing.value;
    if (!typed || !vault.value) return;
    if (typed.text === typed.seen) {
      typing.value = null;
      return guarded(() => openVault().dropDraft(key));
    }
    await guarded(async () => {
      await editSection(visitId, section, typed.text, typed.seen, { dropDrafts: [key] });
      if (typing.value?.text === typed.text) typing.value = null;
      else if (typing.value) typing.value = { ...typing.value, seen: typed.text };
    });
  }
  async function guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      wrong.value = null;
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      if (cause.kind !== "locked") wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  function input(text: string): void {
    typing.value = { text, seen: typing.value?.seen ?? stored };
    clearTimeout(timers.current.draft);
    clearTimeout(timers.current.edit);
    timers.current.draft = setTimeout(() => void keepDraft(), DRAFT_MS);
    timers.current.edit = setTimeout(() => void commit(), PAUSE_MS);
  }
  useEffect(() => {
    const hide = () => document.hidden && void commit();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      void commit();
    };
  }, []);
  return (
    <div>
      <Area
        id={`section-${section}`}
        label={w.sections[section]}
        value={typing.value?.text ?? stored}
        onInput={input}
        onBlur={() => void commit()}
      />
      <SectionPhrases
        section={section}
        text={typing.value?.text ?? stored}
        onInsert={input}
        guarded={guarded}
      />
      <Wrong>{wrong.value}</Wrong>
    </div>
  );
}

function draftOf(key: string): Typing | null {
  const draft = openVault().draft(key);
  return draft && typeof draft === "object" && !Array.isArray(draft) ? (draft as Typing) : null;
}
