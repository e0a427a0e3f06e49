/** Asking once more before something refused is closed here: withdrawn, or left with a supervisor. */
import type { Signal } from "@preact/signals";
import { attention } from "../../words/attention";

const words = attention.rejected;

interface ClosingProps {
  help: string;
  confirm: string;
  /** Open while this is not null. */
  doing: Signal<unknown>;
  onConfirm: () => void;
}

export function Closing({ help, confirm, doing, onConfirm }: ClosingProps) {
  return (
    <div class="foot" role="alert">
      <p class="grow">{help}</p>
      <button
        type="button"
        onClick={() => {
          doing.value = null;
        }}
      >
        {words.keep}
      </button>
      <button type="button" class="red" onClick={onConfirm}>
        {confirm}
      </button>
    </div>
  );
}
