/** What is left with a supervisor of a visit that the server did not take in: whose, from when, and every word. */
import type { Named } from "../../state/deciding";
import { rows } from "../../state/vault";
import type { Mutation, Quarantined } from "../../storage";
import { attention as words } from "../../words/attention";
import { recorded } from "./recorded";

/** The server takes no longer text in one field. */
const LONGEST_TEXT = 20_000;

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
    ...signedContent(data.content),
  ];
}

/** The bytes of a signature, in as many fields as they need. */
function signedContent(content: unknown): Named[] {
  if (typeof content !== "string") return [];
  return Array.from({ length: Math.ceil(content.length / LONGEST_TEXT) }, (_, i) => ({
    name: words.left.signed,
    text: content.slice(i * LONGEST_TEXT, (i + 1) * LONGEST_TEXT),
  }));
}
