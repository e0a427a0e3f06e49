/**
 * Receipts: whether what the server stored is what it confirmed.
 *
 * A verdict names version and hash of the row it made. The base brings that row
 * again; only when both say the same does "on the server" count as proven.
 */
import type { Sent } from "./api";
import type { Base } from "./base";
import { hashOf } from "./digests";
import { touched } from "./pending";

/** proven: the very row; later: a newer one, made over it; away: no longer ours to read; differs: another content. */
export type Receipt = "proven" | "later" | "away" | "differs";

/** Compare one verdict with the base; null while the base does not have it yet. */
export async function receiptOf({ mutation, verdict }: Sent, base: Base): Promise<Receipt | null> {
  if (verdict.verdict === "settled") return "proven";
  const at = touched(mutation, base);
  const row = at && base.held(...at);
  if (!row) return at && base.knows(...at) ? "later" : "away"; // a tombstone came over it
  if (row.version < verdict.version) return null;
  if (row.version > verdict.version) return "later";
  return (await hashOf(row)) === verdict.hash ? "proven" : "differs";
}
