/** Own phrases under a section of the note: a tap puts one in; what is typed can be kept as one. */
import { useSignal } from "@preact/signals";
import type { SectionName } from "../../domain/types";
import { dropPhrase, keepPhrase, phrases } from "../../state/phrases";
import { Icon } from "../../ui";
import { words as w } from "../../words";

interface SectionPhrasesProps {
  section: SectionName;
  text: string;
  onInsert: (text: string) => void;
  /** Run a write, and say beside the field when the tablet could not store it. */
  guarded: (act: () => Promise<void>) => Promise<void>;
}

export function SectionPhrases({ section, text, onInsert, guarded }: SectionPhrasesProps) {
  const editing = useSignal(false);
  const own = phrases.value.filter((one) => one.section === section);
  const typed = text.trim();
  const isNew = typed !== "" && !own.some((one) => one.text === typed);
  if (own.length === 0 && !isNew) return null;
  return (
    <fieldset class="chips small-chips own-phrases" aria-label={w.sections.phrases}>
      {own.map((one) =>
        editing.value ? (
          <button
            key={one.text}
            type="button"
            class="chip copied"
            aria-label={w.sections.letGo(one.text)}
            onClick={() => void guarded(() => dropPhrase(one))}
          >
            <Icon name="erase" /> {one.text}
          </button>
        ) : (
          <button
            key={one.text}
            type="button"
            class="chip"
            onClick={() => onInsert(typed ? `${typed} ${one.text}` : one.text)}
          >
            {one.text}
          </button>
        ),
      )}
      {isNew && (
        <button type="button" class="plain" onClick={() => void guarded(() => keepPhrase(section, typed))}>
          <Icon name="plus" /> {w.sections.keep}
        </button>
      )}
      {own.length > 0 && (
        <button
          type="button"
          class="plain"
          aria-pressed={editing.value}
          onClick={() => (editing.value = !editing.value)}
        >
          {editing.value ? w.sections.edited : w.sections.edit}
        </button>
      )}
    </fieldset>
  );
}
