/** A visit that is not held: what happened and why, each one tap. Works without a network. */
import { useSignal } from "@preact/signals";
import type { AppointmentRow, Closing } from "../../domain/types";
import { useDraft } from "../../state/draft";
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
  const form = useDraft<{ how: Closing | null; reason: string }>(`not-held:${appointment.id}`, {
    how: null,
    reason: "",
  });
  const { how, reason } = form.value;
  const wrong = useSignal<string | null>(null);
  async function save(): Promise<void> {
    const why = reason.trim();
    if (!how) wrong.value = words.howNeeded;
    else if (!why) wrong.value = words.reasonNeeded;
    else await store(how, why);
  }
  function store(chosen: Closing, why: string): Promise<void> {
    return guarded(wrong, async () => {
      await closeAppointment(appointment, chosen, why, words.voided(words.hows[chosen], why));
      await form.drop();
      onClose(true);
    });
  }
  const reasons: readonly string[] = how ? words.reasons[how] : [];
  return (
    <Dialog
      narrow
      title={words.title}
      under={whose}
      close={w.cancel}
      onClose={() => void form.drop().then(() => onClose(false))}
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
          chosen={how}
          onChoose={(value) => form.change({ how: value, reason: "" })}
        />
        {how && (
          <>
            <p class="second">{words.under4[how]}</p>
            <Chips
              label={words.reason}
              options={reasons.map((value) => ({ value, label: value }))}
              chosen={reasons.includes(reason) ? reason : null}
              onChoose={(value) => form.change({ reason: value ?? "" })}
            />
            <Field
              label={words.own}
              value={reasons.includes(reason) ? "" : reason}
              onInput={(text) => form.change({ reason: text })}
              input={{ maxLength: 200 }}
            />
          </>
        )}
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}
