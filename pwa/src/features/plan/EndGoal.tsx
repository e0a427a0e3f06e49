/** A goal is no longer pursued: why, and one button. */
import { useSignal } from "@preact/signals";
import type { GoalRow } from "../../domain/types";
import { useDraft } from "../../state/draft";
import { closeGoal } from "../../state/planning";
import { Chips, Dialog, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { plan as words } from "../../words/plan";
import { guarded } from "../attention/guarded";

export function EndGoal({ goal, onClose }: { goal: GoalRow; onClose: () => void }) {
  const draft = useDraft(`goal-end:${goal.id}`, { reason: "" });
  const wrong = useSignal<string | null>(null);
  const { reason } = draft.value;
  const usual: readonly string[] = words.reasons;
  const save = () => {
    if (reason.trim() === "") wrong.value = words.whyMissing;
    else
      void guarded(wrong, async () => {
        await closeGoal(goal, "ended", reason.trim());
        await draft.drop();
        onClose();
      });
  };
  return (
    <Dialog
      narrow
      title={words.endTitle(goal.number)}
      under={words.endUnder}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={save}>
          {words.endSave}
        </button>
      }
    >
      <div class="stack">
        <p class="firm">{goal.text}</p>
        <Chips
          label={words.why}
          options={usual.map((value) => ({ value, label: value }))}
          chosen={usual.includes(reason) ? reason : null}
          onChoose={(value) => draft.change({ reason: value ?? "" })}
        />
        <Field
          label={words.otherWhy}
          value={usual.includes(reason) ? "" : reason}
          onInput={(text) => draft.change({ reason: text })}
          input={{ maxLength: 500 }}
        />
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}
