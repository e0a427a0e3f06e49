/** A visit that is not held: what happened and why, each one tap. Works without a network. */
import { useSignal } from "@preact/signals";
import type { AppointmentRow, Closing } from "../../domain/types";
import { closeAppointment } from "../../state/presence";
import { Chips, Dialog, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { presence } from "../../words/presence";
import { guarded } from "../attention/guarded";

const words = presence.notHeld;
const HOWS: readonly Closing[] = ["missed", "refused", "held", "cancelled"];

interface NotHeldProps {
  appointment: AppointmentRow;
  /** Whose visit: name and birth date. */
  whose: string;
  onClose: (closed: boolean) => void;
}

export function NotHeld({ appointment, whose, onClose }: NotHeldProps) {
  const how = useSignal<Closing | null>(null);
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  async function save(): Promise<void> {
    const why = reason.value.trim();
    if (!how.value) wrong.value = words.howNeeded;
    else if (!why) wrong.value = words.reasonNeeded;
    else await store(how.value, why);
  }
  function store(chosen: Closing, why: string): Promise<void> {
    return guarded(wrong, async () => {
      await closeAppointment(appointment, chosen, why, words.voided(words.hows[chosen], why));
      onClose(true);
    });
  }
  const reasons: readonly string[] = how.value ? words.reasons[how.value] : [];
  return (
    <Dialog
      narrow
      title={words.title}
      under={whose}
      close={w.cancel}
      onClose={() => onClose(false)}
      foot={
        <button type="button" class="main wide" onClick={() => void save()}>
          {words.save}
        </button>
      }
    >
      <div class="stack">
        <p class="second">{words.under}</p>
        <Chips
          label={words.how}
          options={HOWS.map((value) => ({ value, label: words.hows[value] }))}
          chosen={how.value}
          onChoose={(value) => {
            how.value = value;
            reason.value = "";
          }}
        />
        {how.value && (
          <>
            <p class="second">{words.under4[how.value]}</p>
            <Chips
              label={words.reason}
              options={reasons.map((value) => ({ value, label: value }))}
              chosen={reasons.includes(reason.value) ? reason.value : null}
              onChoose={(value) => (reason.value = value ?? "")}
            />
            <Field
              label={words.own}
              value={reasons.includes(reason.value) ? "" : reason.value}
              onInput={(text) => (reason.value = text)}
              input={{ maxLength: 200 }}
            />
          </>
        )}
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}
