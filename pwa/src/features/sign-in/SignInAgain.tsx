/** The server asks for a new sign-in while work waits here: clear words, and nothing is lost. */
import { useSignal } from "@preact/signals";
import { syncStatus } from "../../state/sync";
import { outbox } from "../../state/vault";
import { Dialog, Notice } from "../../ui";
import { words as w } from "../../words";
import { SignInForm } from "./SignInForm";

export function SignInAgain() {
  const open = useSignal(false);
  if (!syncStatus.value?.sign_in_again) return null;
  return (
    <>
      <Notice
        icon="lock"
        actions={
          <button type="button" class="outlined" onClick={() => (open.value = true)}>
            {w.signIn.submit}
          </button>
        }
      >
        {w.signIn.again(outbox.value.length)}
      </Notice>
      {open.value && (
        <Dialog narrow title={w.signIn.title} close={w.later} onClose={() => (open.value = false)}>
          <SignInForm onDone={() => (open.value = false)} />
        </Dialog>
      )}
    </>
  );
}
