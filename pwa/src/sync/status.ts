/**
 * What the Sync pill says, computed from the vault and the last attempt.
 *
 * saved      everything is on the server ("All saved on server HH:MM")
 * local      some of it is only on this tablet
 * attention  something needs a decision; wins over all else
 * offline    no server just now; `only_here` may be 0
 */
import type { Missing, Position } from "../storage/api";

export type SyncKind = "saved" | "local" | "attention" | "offline";

export interface SyncStatus {
  kind: SyncKind;
  /** Mutations that no server has confirmed. */
  only_here: number;
  /** Refused or conflicting mutations, and stored things that cannot be read. */
  attention: number;
  /** When the server last had everything, ms since 1970. */
  last_saved_at: number | null;
  /** A sync is under way. */
  busy: boolean;
  /** How far a pull of several pages has come; null when none is under way. */
  position: Position | null;
  /** Sent changes whose rows on the server are not what it had confirmed. */
  differing: number;
  /** Work of tablets of mine that never arrived. */
  missing: readonly Missing[];
  /** Rows that the daily comparison repaired since the tablet was unlocked. */
  repaired: number;
  /** The server asks for a new sign-in; work offline goes on. */
  sign_in_again: boolean;
}
