/** Work of mine that a tablet handed in sealed: nothing of it counts until I say that it is mine. */
import { useSignal } from "@preact/signals";
import { takeIn, type Waiting } from "../../state/handed-in";
import { when } from "../../state/patients";
import { ApiFault } from "../../sync";
import { Icon } from "../../ui";
import { rescue } from "../../words/rescue";

const words = rescue.waits;

interface HandedInProps {
  one: Waiting;
  onDone: (says: string) => void;
}

export function HandedInCase({ one, onDone }: HandedInProps) {
  const busy = useSignal(false);
  const fault = useSignal<string | null>(null);
  const take = async () => {
    if (busy.value) return;
    busy.value = true;
    try {
      const { applied, others } = await takeIn(one);
      onDone(words.done(applied, others));
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause.status === 422 ? words.unreadable : words.failed;
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="sheet case" aria-labelledby={`handed-${one.id}`}>
      <div class="top">
        <Icon name="lock" />
        <div class="grow">
          <h2 id={`handed-${one.id}`}>{words.title}</h2>
          <p class="small second">{words.count(one.reason.numbers?.length ?? 0, when(one.received_at))}</p>
        </div>
      </div>
      <div class="foot">
        <p class="grow small second">{words.under}</p>
        <button type="button" class="outlined" aria-disabled={busy.value} onClick={() => void take()}>
          {busy.value ? words.busy : words.take}
        </button>
        {fault.value && (
          <p class="wrong" role="alert">
            {fault.value}
          </p>
        )}
      </div>
    </section>
  );
}
