/** The dialog that adds words to a signed visit; nothing is sent before the clinician says so. */
import { useSignal } from "@preact/signals";
import type { AddendumRow } from "../../domain/types";
import { addAddendum } from "../../state/recording";
import { openVault } from "../../state/vault";
import { Area, Chips, Dialog, Wrong } from "../../ui";
import { words as w } from "../../words";
import { guarded, told } from "../attention/guarded";

const KINDS: readonly AddendumRow["kind"][] = ["addendum", "correction", "late-entry"];

interface AddProps {
  visitId: string;
  /** What it begins with: words that came too late for the note. */
  text?: string;
  kind?: AddendumRow["kind"];
  /** Quarantined numbers that the addendum takes the place of. */
  settles?: readonly number[];
  onClose: () => void;
}

export function AddAddendum({
  visitId,
  text: given = "",
  kind: first = "addendum",
  settles = [],
  onClose,
}: AddProps) {
  const key = ["addendum", visitId, ...settles].join(":");
  const draft = openVault().draft(key);
  const text = useSignal(typeof draft === "string" ? draft : given);
  const kind = useSignal<AddendumRow["kind"]>(first);
  const wrong = useSignal<string | null>(null);
  async function save() {
    const said = text.value.trim();
    if (!said) wrong.value = w.addendum.empty;
    else
      await guarded(wrong, async () => {
        await addAddendum(visitId, kind.value, said, { dropDrafts: [key], settles });
        onClose();
      });
  }
  return (
    <Dialog
      narrow
      title={w.addendum.add}
      under={w.addendum.under}
      close={w.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={() => void save()}>
          {w.addendum.save}
        </button>
      }
    >
      <div class="stack">
        <Chips
          label={w.addendum.which}
          options={KINDS.map((value) => ({ value, label: w.addendum.kind[value] }))}
          chosen={kind.value}
          onChoose={(value) => (kind.value = value ?? kind.value)}
        />
        <Area
          label={w.addendum.words}
          rows={5}
          value={text.value}
          onInput={(said) => {
            text.value = said;
            void told(wrong, () => openVault().saveDraft(key, said));
          }}
        />
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}
