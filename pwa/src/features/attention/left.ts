/** What is left with a supervisor of a visit that the server did not take in: whose, from when, and every word. */
import type { Named } from "../../state/deciding";
import { rows } from "../../state/vault";
import type { Mutation, Quarantined } from "../../storage";
import { attention as words } from "../../words/attention";
import { recorded } from "./recorded";

/** All words of each change behind a refused start. */
export function leftOf({ mutation: start }: Quarantined): (mutation: Mutation) => Named[] {
  const patient = rows.value.patient.get(String(start.data.patient_id));
  const began = recorded({ began: start.data.started_at });
  const whose = [
    ...(patient ? [{ name: words.left.patient, text: `${patient.given_name} ${patient.family_name}` }] : []),
    ...began.map(({ text }) => ({ name: words.left.began, text })),
  ];
  return ({ kind, data }) => [
    ...whose,
    { name: words.left.as, text: words.kinds[kind] },
    ...recorded(data),
    // the bytes of a signature
    ...(typeof data.content === "string" ? [{ name: words.left.signed, text: data.content }] : []),
  ];
}
