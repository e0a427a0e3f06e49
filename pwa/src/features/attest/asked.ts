/** What billing asks of a clinician: read from the findings of a revision. */
import type { BillingResult } from "../../domain/types";

/** One pair of codes that an edit holds. `column1` and `column2` stand as in the table of edits. */
export interface AskedPair {
  finding: string;
  column1: string;
  column2: string;
  says: string;
}

const ABOUT_PAIRS: ReadonlySet<string> = new Set([
  "edit-needs-attestation",
  "attestation-contradicted",
  "same-region",
  "regions-missing",
]);

/** The pairs that wait for a clinician, each finding once. */
export function askedPairs(result: BillingResult): AskedPair[] {
  return result.findings.flatMap(({ id, says, column1, column2 }) =>
    ABOUT_PAIRS.has(id) && column1 && column2 ? [{ finding: id, column1, column2, says }] : [],
  );
}

/** What the server says about the amount of the year, when it asks for an attestation; else null. */
export function askedKx(result: BillingResult): string | null {
  return result.findings.find(({ id }) => id === "kx-attestation-needed")?.says ?? null;
}
