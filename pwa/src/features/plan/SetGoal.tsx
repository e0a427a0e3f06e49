/** A new goal: what the patient is to be able to do, and by which measure that is seen. */
import { useSignal } from "@preact/signals";
import { MEASURES, measureOf, storedNumber } from "../../domain/measures";
import type { EpisodeRow } from "../../domain/types";
import { useDraft } from "../../state/draft";
import { setGoal } from "../../state/planning";
import { Area, Chips, Dialog, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { plan as words } from "../../words/plan";
import { guarded } from "../attention/guarded";

type Form = { text: string; measure: string | null; target: string };
const EMPTY: Form = { text: "", measure: null, target: "" };
const LONGEST = 500;

export function SetGoal({ episode, onClose }: { episode: EpisodeRow; onClose: () => void }) {
  const key = `goal:${episode.id}`;
  const draft = useDraft(key, EMPTY);
  const wrong = useSignal<string | null>(null);
  const form = draft.value;
  const change = (part: Partial<Form>) => {
    wrong.value = null;
    draft.change(part);
  };
  const unit = form.measure ? measureOf(form.measure)?.shown.unit : null;
  const save = () => {
    wrong.value = wrongWith(form);
    if (wrong.value !== null) return;
    void guarded(wrong, async () => {
      const { measure, target } = form;
      const aim = [target.trim(), unit].filter(Boolean).join(" ");
      await setGoal(episode.id, { text: form.text.trim(), measure, target: target.trim() ? aim : null }, key);
      await draft.drop();
      onClose();
    });
  };
  return (
    <Dialog
      title={words.set}
      under={words.setUnder}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={save}>
          {words.save}
        </button>
      }
    >
      <div class="stack">
        <Area
          label={words.text}
          value={form.text}
          onInput={(text) => change({ text: text.slice(0, LONGEST) })}
        />
        <div>
          <p class="label" aria-hidden="true">
            {words.measure}
          </p>
          <Chips
            label={words.measure}
            options={MEASURES.map(({ id, label }) => ({ value: id, label }))}
            chosen={form.measure}
            onChoose={(measure) => change({ measure })}
          />
        </div>
        <Field
          label={unit === null || unit === undefined ? words.targetWords : words.target(unit)}
          value={form.target}
          onInput={(target) => change({ target })}
          input={{ maxLength: 200, autocomplete: "off", inputMode: form.measure ? "decimal" : "text" }}
        />
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}

function wrongWith({ text, measure, target }: Form): string | null {
  if (text.trim() === "") return words.textMissing;
  const known = measure ? measureOf(measure) : null;
  if (known && target.trim() !== "" && storedNumber(known, target.trim()) === null) return words.targetWrong;
  return null;
}
