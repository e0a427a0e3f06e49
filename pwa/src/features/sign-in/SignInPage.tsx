/** Sign in: the first screen of a tablet nobody set a PIN on, and the way back when keys are gone. */
import { people, type SignInReason, showLock } from "../../state/session";
import type { Person } from "../../storage";
import { Notice } from "../../ui";
import { words as w } from "../../words";
import { SignInForm } from "./SignInForm";
import "./sign-in.css";

export function SignInPage({ why, person }: { why: SignInReason | null; person: Person | null }) {
  const others = people.value.filter((one) => one.clinician_id !== person?.clinician_id);
  return (
    <main class="entrance">
      <div class="entrance-head">
        <p class="brand">{w.brand}</p>
        <h1 tabIndex={-1}>{w.signIn.title}</h1>
        <p class="second">{w.signIn.under}</p>
      </div>
      {why && why !== "someone-else" && (
        <Notice tone="minding">{w.signIn.why[why]?.(person?.shown_as ?? "")}</Notice>
      )}
      <SignInForm />
      {(why === "someone-else" || person) && (
        <section class="stack" aria-label={w.signIn.others}>
          <h2>{w.signIn.others}</h2>
          <div class="row">
            {[...(person && why === "someone-else" ? [person] : []), ...others].map((one) => (
              <button type="button" key={one.clinician_id} onClick={() => void showLock(one)}>
                {one.shown_as}
              </button>
            ))}
          </div>
        </section>
      )}
    </main>
  );
}
