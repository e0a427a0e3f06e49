/** What to mind about a patient, first on every screen where somebody treats: precautions, then the limits. */
import type { PatientRow } from "../../domain/types";
import { Icon } from "../../ui";
import { words as w } from "../../words";

export function Precautions({ patient }: { patient: PatientRow }) {
  const minded = [...patient.precautions, ...limitWords(patient)];
  if (minded.length === 0) return null;
  return (
    <section class="precautions" aria-label={w.visit.precautions}>
      <Icon name="mind" />
      <p>{minded.join(" · ")}</p>
    </section>
  );
}

/** The patient's own limits in words: "Systolic under 160". */
function limitWords({ vital_limits }: PatientRow): string[] {
  return Object.entries(vital_limits).flatMap(([name, bound]) => w.visit.limits[name]?.(bound) ?? []);
}
