/** Set a PIN: what is stored on this tablet opens with it, also without a network. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type SignedIn, setPin } from "../../state/session";
import { getReady, pinFault } from "../../storage";
import { Field } from "../../ui";
import { words as w } from "../../words";
import { faultWords } from "./faults";
import "./sign-in.css";

const DIGITS = { type: "password", inputMode: "numeric", autocomplete: "off", class: "digits-only" } as const;

export function SetPinPage({ signedIn }: { signedIn: SignedIn }) {
  const pin = useSignal("");
  const repeat = useSignal("");
  const wrong = useSignal<{ at: "pin" | "repeat"; says: string } | null>(null);
  const busy = useSignal(false);
  useEffect(getReady, []);

  async function submit(event: Event) {
    event.preventDefault();
    if (busy.value) return;
    const refused = pinFault(pin.value);
    if (refused) wrong.value = { at: "pin", says: w.pin.refused[refused] };
    else if (pin.value !== repeat.value) wrong.value = { at: "repeat", says: w.pin.differs };
    else await use();
  }
  async function use() {
    busy.value = true;
    wrong.value = null;
    try {
      await setPin(signedIn, pin.value);
    } catch (cause) {
      wrong.value = { at: "pin", says: faultWords(cause) };
    } finally {
      busy.value = false;
    }
  }
  const wrongAt = (field: "pin" | "repeat") => (wrong.value?.at === field ? wrong.value.says : null);
  return (
    <main class="entrance">
      <div class="entrance-head">
        <p class="brand">{w.brand}</p>
        <h1 tabIndex={-1}>{w.pin.title}</h1>
        <p class="second">{w.pin.under(signedIn.clinician.name)}</p>
      </div>
      <form class="stack" onSubmit={submit} noValidate>
        <Field
          label={w.pin.pin}
          value={pin.value}
          onInput={(text) => (pin.value = text)}
          wrong={wrongAt("pin")}
          input={DIGITS}
        />
        <Field
          label={w.pin.repeat}
          value={repeat.value}
          onInput={(text) => (repeat.value = text)}
          wrong={wrongAt("repeat")}
          input={DIGITS}
        />
        <button type="submit" class="main" aria-disabled={busy.value}>
          {busy.value ? w.pin.busy : w.pin.submit}
        </button>
      </form>
    </main>
  );
}
