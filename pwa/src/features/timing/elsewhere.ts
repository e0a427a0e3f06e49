/** The words for time that is also another patient's: asked about once, where it is edited. */
import { type Shared, sharedElsewhere } from "../../domain/elsewhere";
import { clockSeconds } from "../../domain/time";
import type { Span } from "../../domain/timeline";
import { fullName } from "../../state/patients";
import { me, rows, zone } from "../../state/vault";
import { clock as words } from "../../words/clock";

/** What to ask before a span of a clinician is stored; null when it is nobody else's time. */
export function elsewhereWords(visitId: string, clinicianId: string, span: Span): string | null {
  const shared = sharedElsewhere(rows.value, visitId, clinicianId, span, Date.now());
  if (shared.length === 0) return null;
  return [...shared.map((one) => said(one, clinicianId)), words.elsewhere.sure].join(" ");
}

/** One's own patient is named, as where a start stops another's clock; a colleague's is not. */
function said({ segment, from, to }: Shared, clinicianId: string): string {
  const patient = rows.value.patient.get(segment.patient_id);
  const times = [clockSeconds(zone.value, from), clockSeconds(zone.value, to)] as const;
  return clinicianId === me.value.clinician_id && patient
    ? words.elsewhere.own(segment.code, ...times, fullName(patient))
    : words.elsewhere.another(segment.code, ...times);
}
