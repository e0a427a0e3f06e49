/** Whose it is and when it was recorded: the second line of every case. */
import { dateText, dayIn, dayText } from "../../domain/time";
import { rows, zone } from "../../state/vault";

/** Of a visit, of a goal, or the patient that a change is about. */
function patientOf(id: string): string {
  return rows.value.visit.get(id)?.patient_id ?? rows.value.goal.get(id)?.patient_id ?? id;
}

export function PatientLine({ visitId, at }: { visitId: string; at: string }) {
  const visit = rows.value.visit.get(visitId);
  const patient = rows.value.patient.get(patientOf(visitId));
  const facts = [
    patient && `${patient.given_name} ${patient.family_name}`,
    patient && dateText(patient.birth_date),
    dayText(visit?.date_of_service ?? dayIn(zone.value, Date.parse(at))),
  ];
  return <p class="small second">{facts.filter(Boolean).join(" · ")}</p>;
}
