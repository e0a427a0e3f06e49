/**
 * An unlocked person's data: base and work in memory, everything stored as ciphertext.
 *
 * Locking drops the keys and all rows, in every tab. Calls after that fail with
 * StorageFault "locked"; a write that had begun is still finished.
 */
import type { NewMutation, Rows } from "../domain/types";
import type {
  Clinician,
  LockReason,
  Organization,
  Plain,
  Quarantined,
  Queued,
  RunningFact,
  Sent,
  Vault,
  VaultChange,
  VaultForSync,
  WriteOptions,
} from "./api";
import type { Base } from "./base";
import { type Channel, type Message, openChannel, type Part } from "./channel";
import { StorageFault, UnlockFault } from "./fault";
import { spend } from "./keys/lease";
import { Missed } from "./missed";
import { isPending } from "./pending";
import { Shown } from "./shown";
import { stopMutations } from "./stops";
import { SyncSide } from "./vault-sync";
import type { Work } from "./work";
import { writeMutations } from "./write";

/** What the vault may do with the PIN and the keys, which it does not know itself. */
export interface VaultLock {
  changePin(oldPin: string, newPin: string): Promise<void>;
  confirmPin(pin: string): Promise<void>;
  shred(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds that never go back. */
  monotonic(): number;
}

export interface VaultParts {
  clinician: Clinician;
  organization: Organization;
  deviceId: string;
  work: Work;
  base: Base;
  lock: VaultLock;
  clock: Clock;
}

const LEASE_CHECK_MS = 60_000;

export class OpenVault implements Vault {
  readonly forSync: VaultForSync;
  private readonly told = new Set<(change: VaultChange) => void>();
  private readonly channel: Channel;
  private readonly leaseTimer: ReturnType<typeof setInterval>;
  private lookedAt: number;
  private view: Rows | null = null;
  private readonly missed = new Missed();
  private readonly shown = new Shown();
  /** null once locked: nothing that is kept of this vault leads to a key or a row. */
  private parts: VaultParts | null;

  constructor(parts: VaultParts) {
    this.parts = parts;
    this.forSync = new SyncSide(
      () => this.open(),
      (part, act, quietly) => this.change(part, act, quietly),
    );
    this.channel = openChannel(parts.clinician.id, (message) => void this.hear(message).catch(laterAgain));
    this.lookedAt = parts.clock.monotonic();
    this.leaseTimer = setInterval(() => void this.checkLease().catch(laterAgain), LEASE_CHECK_MS);
  }

  get clinician(): Clinician {
    return this.open().clinician;
  }

  get organization(): Organization {
    return this.open().organization;
  }

  get deviceId(): string {
    return this.open().deviceId;
  }

  rows(): Rows {
    const { base, clinician } = this.open();
    const author = { clinician_id: clinician.id, name: clinician.name, credentials: clinician.credentials };
    this.view ??= this.shown.rows(base.rows(), this.pending(), author);
    return this.view;
  }

  complete(): boolean {
    return this.open().base.complete;
  }

  running(): RunningFact | null {
    return this.open().work.running;
  }

  outbox(): readonly Queued[] {
    return this.open().work.queues.outbox;
  }

  sent(): readonly Sent[] {
    return this.open().work.queues.sent;
  }

  quarantine(): readonly Quarantined[] {
    return this.open().work.queues.quarantine;
  }

  unreadable(): number {
    return this.open().work.queues.unreadable;
  }

  subscribe(told: (change: VaultChange) => void): () => void {
    this.told.add(told);
    return () => this.told.delete(told);
  }

  write(mutations: readonly NewMutation[], options: WriteOptions = {}): Promise<void> {
    const { clock } = this.open();
    return this.noting(
      this.change("work", (work) => writeMutations(work, mutations, options, clock.now())),
      (stored) => this.missed.noteWrite(stored, options.dropDrafts),
    );
  }

  lastNotStored(): boolean {
    return this.missed.any();
  }

  draft(key: string): Plain | undefined {
    return this.open().work.drafts.get(key);
  }

  async saveDraft(key: string, value: Plain): Promise<void> {
    const { work } = this.open();
    const before = work.drafts.get(key);
    work.drafts.set(key, value); // whoever comes back at once must find it
    try {
      await this.noting(
        this.change("work", () => work.saveDraft(key, value)),
        (stored) => this.missed.noteDraft(key, stored),
      );
    } catch (cause) {
      if (work.drafts.get(key) === value) restore(work.drafts, key, before);
      throw cause;
    }
  }

  dropDraft(key: string): Promise<void> {
    return this.noting(
      this.change("work", (work) => work.dropDraft(key)),
      (dropped) => dropped && this.missed.noteDraft(key, true),
    );
  }

  hasDrafts(): boolean {
    return this.open().work.drafts.size > 0;
  }

  changePin(oldPin: string, newPin: string): Promise<void> {
    const { lock } = this.open();
    return this.locking(() => lock.changePin(oldPin, newPin));
  }

  confirmPin(pin: string): Promise<void> {
    const { lock } = this.open();
    return this.locking(() => lock.confirmPin(pin));
  }

  async shred(): Promise<void> {
    const { work, lock } = this.open();
    await work.serial(() => lock.shred());
    this.lock("shredded");
  }

  lock(reason: LockReason = "asked"): void {
    if (!this.parts) return;
    this.channel.tell({ kind: "locked", reason });
    this.close(reason);
  }

  /** Turn stops of the lock screen into mutations. */
  takeStops(): Promise<void> {
    const { work, clock, clinician } = this.open();
    if (work.stops.length === 0) return Promise.resolve();
    const dropFacts = work.stops.map(({ id }) => id);
    const mutations = stopMutations(work.stops, this.rows(), work.queues.outbox, clinician.credentials);
    return this.change("work", () => writeMutations(work, mutations, { dropFacts }, clock.now()));
  }

  /** Open the rows that Today does not need, before anything else is written or sent. */
  readOn(): void {
    const { work, base } = this.open();
    void work
      .serial(() => base.load())
      .then(() => this.renew())
      .catch(laterAgain);
  }

  /** Look at the rows again and say so. */
  private renew(): void {
    if (!this.parts) return;
    this.view = null;
    this.tell({ kind: "changed" });
  }

  /** Do one thing after the others, then tell this tab and the other tabs. */
  private change<T>(part: Part, act: (work: Work) => Promise<T>, quietly = false): Promise<T> {
    const { work } = this.open();
    return work.serial(async () => {
      const result = await act(work);
      if (!this.parts) return result;
      this.view = null;
      if (quietly) return result;
      this.channel.tell({ kind: "changed", part });
      this.renew();
      return result;
    });
  }

  private async hear(message: Message): Promise<void> {
    if (!this.parts) return;
    if (message.kind === "locked") return this.close(message.reason);
    const { work, base } = this.parts;
    await work.serial(() => (message.part === "work" ? work.load() : base.load()));
    this.renew();
    if (!this.parts) return;
    if (work.stops.length > 0) await this.takeStops();
  }

  private async checkLease(): Promise<void> {
    const { work, clock } = this.open();
    const passed = clock.monotonic() - this.lookedAt;
    this.lookedAt += passed;
    if (await work.serial(() => spend(work.database, clock.now(), passed))) this.lock("lease");
  }

  /** Use the PIN; the try that destroys the keys locks every tab. */
  private async locking(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (cause instanceof UnlockFault && cause.kind === "shredded") this.lock("shredded");
      throw cause;
    }
  }

  private pending() {
    const { work, base } = this.open();
    const sent = work.queues.sent.filter((one) => isPending(one, base, work.numbers.pulls));
    return [...sent, ...work.queues.outbox].sort((a, b) => a.n - b.n).map(({ mutation }) => mutation);
  }

  private open(): VaultParts {
    if (!this.parts) throw new StorageFault("locked");
    return this.parts;
  }

  /** Forget keys and rows; close the databases once what had begun is written. */
  private close(reason: LockReason): void {
    if (!this.parts) return;
    const { work, base } = this.parts;
    this.parts = null;
    this.view = null;
    this.shown.forget();
    clearInterval(this.leaseTimer);
    this.channel.close();
    void work.serial(async () => {
      work.database.close();
      base.database.close();
    });
    this.tell({ kind: "locked", reason });
    this.told.clear();
  }

  /** Keep in mind whether it was stored: as long as it is not, no screen may say that all is. */
  private noting(storing: Promise<void>, note: (stored: boolean) => void): Promise<void> {
    const noteAndTell = (stored: boolean) => {
      const before = this.missed.any();
      note(stored);
      if (this.missed.any() !== before) this.tell({ kind: "changed" });
    };
    storing.then(
      () => noteAndTell(true),
      () => noteAndTell(false),
    );
    return storing;
  }

  private tell(change: VaultChange): void {
    for (const told of this.told) told(change);
  }
}

/** Nothing was stored: what is on disk is what there is. */
function restore(drafts: Map<string, Plain>, key: string, before: Plain | undefined): void {
  if (before === undefined) drafts.delete(key);
  else drafts.set(key, before);
}

/** What could not be read or written in the background is tried again with the next message or minute. */
function laterAgain(cause: unknown): void {
  if (!(cause instanceof StorageFault)) throw cause;
}
