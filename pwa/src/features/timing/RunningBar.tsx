/** The running clock, slim: it stays in every screen, and leads back to its visit. */
import { lengthText } from "../../domain/time";
import { now } from "../../state/clock";
import { fullName } from "../../state/patients";
import { runningHere } from "../../state/timing";
import { rows, vault } from "../../state/vault";
import { words as w } from "../../words";
import { Stops } from "./Stops";
import "./clock.css";

/** `visitLink` leads to the visit; leave it out on a screen of that visit. */
export function RunningBar({ visitLink = true }: { visitLink?: boolean }) {
  const running = vault.value ? runningHere() : null;
  if (!running) return null;
  const patient = rows.value.patient.get(running.patient_id);
  const seconds = (now.value - Date.parse(running.started_at)) / 1000;
  return (
    <section class={`slim c${running.code}`} aria-label={w.clock.region}>
      <div class="digits" role="timer" aria-label={w.clock.timeOn(running.code)}>
        {lengthText(seconds)}
      </div>
      {visitLink && patient ? (
        <a class="what" href={`/visit/${running.visit_id}`}>
          <b>{running.code}</b>
          <span>{fullName(patient)}</span>
        </a>
      ) : (
        <p class="what">
          <b>{running.code}</b>
          <small>{w.performer[running.performer]}</small>
        </p>
      )}
      <Stops code={running.code} />
    </section>
  );
}
