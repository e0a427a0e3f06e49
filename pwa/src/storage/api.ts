/**
 * What the rest of the app sees of storage: people, the lock, and the vault.
 *
 * Nothing outside this folder touches IndexedDB or a key. All times are
 * milliseconds since 1970 unless they are RFC 3339 texts.
 */
import type { NewMutation, Rows } from "../domain/types";
import type { HeldRow } from "./digests";

export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** Somebody who set a PIN on this tablet; shown on the lock screen, so never a patient. */
export interface Person {
  clinician_id: string;
  device_id: string;
  shown_as: string;
  /** Ids of earlier enrolments whose work this tablet still knew; missing in what older versions wrote. */
  earlier?: string[];
}

/** Who is signed in, as `GET /api/session` says. */
export interface Clinician {
  id: string;
  name: string;
  email: string;
  credentials: string;
  roles: string[];
  discipline: "PT" | "OT" | null;
}

export interface Organization {
  id: string;
  name: string;
  time_zone: string;
  offline_lease_hours: number;
  /** base64url SPKI of the organization's P-256 key; the outbox is also sealed to it. */
  outbox_public_key: string;
  demo: boolean;
  second_factor: boolean;
}

/** The clock that runs, in clear: opaque ids and instants only, so the lock screen can show it. */
export interface RunningFact {
  segment_id: string;
  visit_id: string;
  started_at: string;
  page_run_id: string | null;
  monotonic_ms: number | null;
}

/** A stop made on the lock screen; becomes a `segment.stop` mutation at the next unlock. */
export interface StopFact {
  segment_id: string;
  ended_at: string;
  because: "stop" | "pause";
  zone: string | null;
  offset_minutes: number | null;
  page_run_id: string | null;
  monotonic_ms: number | null;
}

/** What the lock screen may know without a PIN. */
export interface LockScreen {
  running: RunningFact | null;
  /** Mutations that only this tablet has: outbox, and sealed ones of an earlier enrolment. */
  only_here: number;
  shredded: boolean;
  lease_expired: boolean;
  /** Seconds until the next PIN is taken; 0 when one may be tried now. */
  wait_seconds: number;
  tries_left: number;
}

export interface Enrolment {
  clinician: Clinician;
  organization: Organization;
  /** A fresh id for each enrolment; numbers start at 1 with it. */
  deviceId: string;
  /** base64url, from POST /api/devices. */
  serverHalf: string;
  /** From POST /api/devices: lets sealed work be handed in when nobody can sign in or unlock. */
  uploadToken: string;
  pin: string;
}

/** A mutation as it goes on the wire. */
export interface Mutation extends NewMutation {
  n: number;
  schema: number;
  clock_offset_ms: number;
}

export type Applied = { verdict: "applied"; version: number; hash: string };
export type Conflict = { verdict: "conflict"; version: number; theirs: Plain; by: string; at: string };
export type Rejected = {
  verdict: "rejected";
  type: string;
  title: string;
  detail?: string;
  pointer?: string;
};
export type Deferred = { verdict: "deferred"; waits_for: string[] };
export type Retry = { verdict: "retry"; type: string };
/** What the server said about one mutation; a duplicate is already replaced by its first verdict. */
export type Verdict = Applied | Conflict | Rejected | Deferred | Retry;

/** Waits to be sent, or was sent and got no final verdict yet. */
export interface Queued {
  n: number;
  mutation: Mutation;
  /** Its sending has begun: it may be on the server, so it is never folded again. */
  sending: boolean;
  /** The last answer that was not final. */
  last: Deferred | Retry | null;
}

/** On the server; kept until a backup has it. */
export interface Sent {
  n: number;
  mutation: Mutation;
  verdict: Applied | { verdict: "settled" };
  sent_at: number;
  /** The organization's number at COMMIT, when the server told it. */
  seq: number | null;
  /** Pulls completed when the verdict came: after a later one the base has the effect. */
  after_pull: number;
}

/** Refused or in conflict: stays with its words until the clinician decides. */
export interface Quarantined {
  n: number;
  mutation: Mutation;
  because: Conflict | Rejected;
  at: number;
}

export interface WriteOptions {
  /** The running clock after this write; leave out to keep it as it is. */
  running?: RunningFact | null;
  /** Drafts that became mutations by this write. */
  dropDrafts?: readonly string[];
  /** Quarantined numbers that the clinician has decided by this write. */
  settles?: readonly number[];
  /**
   * Queued mutations that wait for a refused one, made anew under their own numbers and ids.
   * What waits for a refused one was never applied, so the server holds nothing else under the id.
   */
  rewrites?: readonly Mutation[];
}

/** One page of the feed. */
export interface Page {
  epoch: string;
  cursor: string;
  has_more: boolean;
  scope_version: string | number | null;
  backup_seq: number | null;
  acked_n: number;
  server_time: string;
  removed: string[];
  /** How far it reaches; null from a server that does not tell. */
  position: Position | null;
  changes: Change[];
  missing: Missing[];
}

/** The patients of the caseload, and the last number of a page among all there are. */
export interface Position {
  caseload: number;
  seq: number;
  newest: number;
}

export interface Change {
  entity: string;
  id: string;
  version: number;
  deleted: boolean;
  data: { [key: string]: Plain } | null;
}

/** The answer to one push, as far as storage is concerned. */
export interface PushResult {
  verdicts: readonly { n: number; verdict: Verdict }[];
  seq: number | null;
  acked_n: number;
}

/** Work of a tablet of this clinician that never arrived, as the server noticed. */
export interface Missing {
  device_id: string;
  /** What people call the tablet. */
  name: string;
  kind: string;
  /** First and last numbers; none when the whole tablet came back empty. */
  ranges: number[][];
  /** When the newest change before the gap was made, and the oldest after it. */
  after: string | null;
  before: string | null;
  last_heard: string;
}

/** First and last number, both included. */
export type Range = readonly [number, number];

/** Which numbers lie where, at one instant. */
export interface HeldNumbers {
  next: number;
  waiting: Range[];
  /** On the server, as it said. */
  sent: Range[];
  quarantined: Range[];
  /** Decided here: they never had to arrive under their number. */
  settled: Range[];
}

export type LockReason = "asked" | "idle" | "hidden" | "elsewhere" | "lease" | "shredded";

export type VaultChange =
  | { kind: "changed" } // rows, queues, drafts or the running clock are other than before
  | { kind: "locked"; reason: LockReason };

/** The encrypted outbox as the server takes it from a tablet that cannot open it. */
export interface SealedUpload {
  protocol: 1;
  clinician_id: string;
  device_id: string;
  wrap: { v: 1; kind: "organization"; kid: string; ephemeral: string; iv: string; ct: string };
  rows: { store: "outbox" | "sent" | "quarantine"; n: number; iv: string; ct: string }[];
}

/** A part of it with the token that lets this tablet hand it in, and nothing else. */
export interface SealedPart {
  upload: SealedUpload;
  token: string;
}

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
  /** The server was restored: what was sent waits again, the cursor starts over. */
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
