/** Email, password, and a code when the server asks for one. */
import { useSignal } from "@preact/signals";
import { signIn } from "../../state/session";
import { Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { faultWords, wantsCode } from "./faults";

/** `onDone` is called after a sign-in that left us on the same screen. */
export function SignInForm({ onDone }: { onDone?: () => void }) {
  const email = useSignal("");
  const password = useSignal("");
  const code = useSignal<string | null>(null);
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);

  async function submit(event: Event) {
    event.preventDefault();
    if (busy.value) return;
    wrong.value = email.value && password.value ? null : w.signIn.bothNeeded;
    if (wrong.value) return;
    busy.value = true;
    try {
      await signIn(email.value, password.value, code.value ?? "");
      onDone?.();
    } catch (cause) {
      if (wantsCode(cause)) code.value ??= "";
      wrong.value = faultWords(cause);
    } finally {
      busy.value = false;
    }
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        label={w.signIn.email}
        value={email.value}
        onInput={(text) => (email.value = text)}
        input={{ type: "email", autocomplete: "username", autocapitalize: "none", spellcheck: false }}
      />
      <Field
        label={w.signIn.password}
        value={password.value}
        onInput={(text) => (password.value = text)}
        input={{ type: "password", autocomplete: "current-password" }}
      />
      {code.value !== null && (
        <Field
          label={w.signIn.code}
          value={code.value}
          onInput={(text) => (code.value = text.replace(/\D/g, "").slice(0, 6))}
          input={{ inputMode: "numeric", autocomplete: "one-time-code", class: "digits-only" }}
        />
      )}
      <Wrong>{wrong.value}</Wrong>
      <button type="submit" class="main" aria-disabled={busy.value}>
        {busy.value ? w.signIn.busy : w.signIn.submit}
      </button>
    </form>
  );
}
