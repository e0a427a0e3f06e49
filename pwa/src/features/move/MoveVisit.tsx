/** Move a visit to another patient: to whom, why, one button. Works without a network. */
import { useSignal } from "@preact/signals";
import type { VisitRecord } from "../../domain/visit";
import { moveVisit, type Target, targetsFor } from "../../state/moving";
import { birthDate, fullName, timeOf } from "../../state/patients";
import { go } from "../../state/route";
import { rows, running } from "../../state/vault";
import { Dialog, Wrong } from "../../ui";
import { history } from "../../words/history";
import { guarded } from "../attention/guarded";
import { Reason } from "./Reason";

const words = history.wrong;

export function MoveVisit({ record, onClose }: { record: VisitRecord; onClose: () => void }) {
  const targets = targetsFor(record.visit);
  const chosen = useSignal<string | null>(null);
  const reason = useSignal<string>(words.reasons[0]);
  const wrong = useSignal<string | null>(null);
  const submit = () => {
    const target = targets.find(({ episode }) => episode.id === chosen.value);
    if (!target) wrong.value = words.patientNeeded;
    else if (reason.value.trim() === "") wrong.value = words.reasonNeeded;
    else
      void guarded(wrong, async () => {
        const to = await moveVisit(record.visit, target, reason.value.trim());
        onClose();
        go(`/visit/${to}`);
      });
  };
  return (
    <Dialog
      title={words.move}
      under={words.moveUnder(fullName(record.patient))}
      close={words.cancel}
      onClose={onClose}
      foot={
        targets.length > 0 && (
          <button type="button" class="main wide" onClick={submit}>
            {words.confirmMove}
          </button>
        )
      }
    >
      <div class="stack">
        {targets.length === 0 && <p>{words.none}</p>}
        <fieldset class="targets" aria-label={words.to}>
          {targets.map((one) => (
            <TargetChoice
              key={one.episode.id}
              target={one}
              chosen={chosen.value === one.episode.id}
              onChoose={() => (chosen.value = one.episode.id)}
            />
          ))}
        </fieldset>
        <Reason reason={reason} />
        <ul class="small second notes">
          {record.visit.signed_at !== null && <li>{words.signedStays}</li>}
          {running.value?.visit_id === record.visit.id && <li>{words.clockStops}</li>}
          {record.contributors.length > 1 && <li>{words.colleagues}</li>}
          <li>{words.goals}</li>
        </ul>
        <Wrong>{wrong.value}</Wrong>
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  target: Target;
  chosen: boolean;
  onChoose: () => void;
}

/** Name and birth date both: that is how the wrong one was taken. */
function TargetChoice({ target: { episode, visit, appointment }, chosen, onChoose }: ChoiceProps) {
  const patient = rows.value.patient.get(episode.patient_id);
  if (!patient) return null;
  const into = visit
    ? words.into.open(timeOf(visit.started_at))
    : appointment
      ? words.into.planned(timeOf(appointment.starts_at))
      : words.into.new;
  return (
    <button type="button" class="chip target" aria-pressed={chosen} onClick={onChoose}>
      <b>{words.patient(fullName(patient), birthDate(patient))}</b>
      <span class="small second">
        {episode.discipline} {episode.title} · {into}
      </span>
    </button>
  );
}
