/** An unlocked person's data. */
import type { NewMutation, Rows } from "../../domain/types";
import type { HeldRow } from "../digests";
import type { Change, HeldNumbers, Missing, Page, PushResult, Range } from "./exchange";
import type { Clinician, Organization, RunningFact } from "./people";
import type { Plain, Quarantined, Queued, Sent, WriteOptions } from "./work";

export type LockReason = "asked" | "idle" | "hidden" | "elsewhere" | "lease" | "shredded";

export type VaultChange =
  | { kind: "changed" } // rows, queues, drafts or the running clock are other than before
  | { kind: "locked"; reason: LockReason };

/** An unlocked person's data. After `lock` every call rejects or throws StorageFault "locked". */
export interface Vault {
  readonly clinician: Clinician;
  readonly organization: Organization;
  readonly deviceId: string;

  /** Base with this tablet's own work replayed; the same object until something changes. */
  rows(): Rows;
  /** Every row is here. Until then only those that Today shows are: no visit may be judged by them. */
  complete(): boolean;
  running(): RunningFact | null;
  outbox(): readonly Queued[];
  sent(): readonly Sent[];
  quarantine(): readonly Quarantined[];
  /** Stored things that no key opens any more: shown, never overwritten. */
  unreadable(): number;
  /** Call `told` after each change, in this tab or another; returns the way to stop. */
  subscribe(told: (change: VaultChange) => void): () => void;

  /**
   * Store mutations, the running clock and dropped drafts in one strict transaction.
   *
   * Resolves only when the browser says it is complete; rejects with StorageFault,
   * and then nothing of it is stored. Mutations get their numbers here.
   */
  write(mutations: readonly NewMutation[], options?: WriteOptions): Promise<void>;

  /** The last thing that somebody recorded here, or typed into some form, could not be stored. */
  lastNotStored(): boolean;

  draft(key: string): Plain | undefined;
  /** Keys hold opaque ids only: they are stored in clear. */
  saveDraft(key: string, value: Plain): Promise<void>;
  dropDraft(key: string): Promise<void>;
  hasDrafts(): boolean;

  /** Change the PIN: only the wrap changes. Rejects with UnlockFault "wrong-pin". */
  changePin(oldPin: string, newPin: string): Promise<void>;
  /** Tell whether this is the PIN (before signing); counts as a try. Rejects with UnlockFault. */
  confirmPin(pin: string): Promise<void>;
  lock(reason?: LockReason): void;
  /** Destroy the keys, keep the sealed outbox; locks all tabs. For a revoked tablet. */
  shred(): Promise<void>;

  /** For sync only. */
  readonly forSync: VaultForSync;
}

/** What the push and the pull need of a vault. */
export interface VaultForSync {
  /** How many mutations of an earlier enrolment wait to be handed in sealed. */
  sealed(): number;
  /** Read the work again: somebody else has changed it. */
  reload(): Promise<void>;
  epoch(): string | null;
  cursor(): string | null;
  lastContactAt(): number | null;
  clockOffsetMs(): number;
  /** Mark the oldest queued mutations as being sent, then return them as stored; at most `count` or `bytes`. */
  takeBatch(count: number, bytes: number, skip?: ReadonlySet<number>): Promise<Queued[]>;
  applyVerdicts(result: PushResult, now: number): Promise<void>;
  applyPage(page: Page, now: number): Promise<void>;
  /** The server was restored: what was sent or refused waits again, the cursor starts over. */
  renewEpoch(epoch: string): Promise<void>;
  /** Sent mutations whose rows in the base are what the server confirmed, and those whose are not. */
  receipts(): { proven: number; differing: number };
  numbers(): HeldNumbers;
  /** What the last pull said never arrived from tablets of this clinician. */
  missing(): readonly Missing[];
  /** The server does not have these after all: they wait again. */
  resend(ranges: readonly Range[]): Promise<void>;
  /** All rows of the base that are not deleted, to compare with the server's. */
  heldRows(): HeldRow[];
  /** Take rows as the server has them, whatever is here; let go of `gone`. Never touches the work. */
  repair(changes: readonly Change[], gone: readonly Pick<Change, "entity" | "id">[]): Promise<void>;
  /** When the rows were last compared with the server's, ms since 1970. */
  checkedAt(): number | null;
  noteChecked(now: number): Promise<void>;
  /** The server does not know our cursor: start over, rows stay until newer ones come. */
  forgetCursor(): Promise<void>;
  /** The server answered: renews the offline lease and the clock offset (server minus tablet). */
  contact(serverTime: string, now: number): Promise<void>;
}
