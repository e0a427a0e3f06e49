/** Void a visit, before or after signing: a reason, one button. Everything in it stays. */
import { useSignal } from "@preact/signals";
import type { VisitRecord } from "../../domain/visit";
import { voidVisit } from "../../state/moving";
import { running } from "../../state/vault";
import { Dialog, Wrong } from "../../ui";
import { history } from "../../words/history";
import { guarded } from "../attention/guarded";
import { Reason } from "./Reason";

const words = history.wrong;

export function VoidVisit({ record, onClose }: { record: VisitRecord; onClose: () => void }) {
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  const submit = () => {
    if (reason.value.trim() === "") wrong.value = words.reasonNeeded;
    else
      void guarded(wrong, async () => {
        await voidVisit(record.visit, reason.value.trim());
        onClose();
      });
  };
  return (
    <Dialog
      title={words.void}
      under={words.voidUnder}
      close={words.cancel}
      onClose={onClose}
      foot={
        <button type="button" class="main wide" onClick={submit}>
          {words.confirmVoid}
        </button>
      }
    >
      <div class="stack">
        {running.value?.visit_id === record.visit.id && <p class="firm">{words.clockStops}</p>}
        <Reason reason={reason} />
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}
