/** Whose it is and when it was recorded: the second line of every case. */
import { dateText, dayIn, dayText } from "../../domain/time";
import { rows, zone } from "../../state/vault";

export function PatientLine({ visitId, at }: { visitId: string; at: string }) {
  const visit = rows.value.visit.get(visitId);
  const patient = visit && rows.value.patient.get(visit.patient_id);
  const facts = [
    patient && `${patient.given_name} ${patient.family_name}`,
    patient && dateText(patient.birth_date),
    dayText(visit?.date_of_service ?? dayIn(zone.value, Date.parse(at))),
  ];
  return <p class="small second">{facts.filter(Boolean).join(" · ")}</p>;
}
