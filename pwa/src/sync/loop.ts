/**
 * When to sync: at start, when the network or the tablet comes back, after each write,
 * and from time to time; later and later while it fails.
 */
import { nextSealed, type Position, StorageFault, sealedReceived, type Vault } from "../storage";
import { ApiFault } from "./api";
import { checkDaily } from "./checksum";
import { becomeLeader } from "./leader";
import { pullAll } from "./pull";
import { pushAll } from "./push";
import { type SealedStore, uploadSealed } from "./sealed";
import type { SyncStatus } from "./status";

export interface Sync {
  status(): SyncStatus;
  /** Call `told` at each change of the status; returns the way to stop. */
  subscribe(told: (status: SyncStatus) => void): () => void;
  /** Sync now, also after a new sign-in; resolves when the attempt is over, well or badly. */
  now(): Promise<void>;
  stop(): void;
}

/** What the loop needs from outside. */
export interface Surroundings {
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Do something later; returns the way to call it off. */
  later(ms: number, act: () => void): () => void;
  storage: SealedStore;
}

const SHORTEST_MS = 1000;
const LONGEST_MS = 60_000;
const REVOKED = "/problems/device-revoked";

const BROWSER: Surroundings = {
  now: () => Date.now(),
  random: () => Math.random(),
  later: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  storage: { nextSealed, sealedReceived },
};

/** Start syncing a vault; ends by itself when the vault locks. */
export function createSync(vault: Vault, surroundings: Surroundings = BROWSER): Sync {
  return new SyncLoop(vault, surroundings);
}

/** How long to wait after so many failures: full jitter under a doubling cap, 1 to 60 s. */
export function backoffMs(failures: number, random: number): number {
  const cap = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** failures);
  return Math.round(SHORTEST_MS + random * (cap - SHORTEST_MS));
}

class SyncLoop implements Sync {
  private readonly told = new Set<(status: SyncStatus) => void>();
  private readonly person: string;
  private readonly giveUps: (() => void)[];
  private running: Promise<void> | null = null;
  private again = false;
  private leading = false;
  private stopped = false;
  private offline = false;
  private signInAgain = false;
  private failures = 0;
  private repaired = 0;
  private heldUntil = 0;
  private last: SyncStatus;
  private position: Position | null = null;
  private callOff = () => {};

  constructor(
    private readonly vault: Vault,
    private readonly around: Surroundings,
  ) {
    this.person = vault.clinician.id;
    this.last = this.look(null);
    const unsubscribe = vault.subscribe((change) => {
      if (change.kind === "locked") return this.stop();
      if (vault.outbox().some(({ sending }) => !sending)) this.wake();
      this.tell();
    });
    this.giveUps = [unsubscribe, this.listen(), becomeLeader(this.person, () => this.lead())];
  }

  /** As it stands; after the end, as it last stood. */
  status(): SyncStatus {
    if (!this.stopped) this.last = this.look(this.last.last_saved_at);
    return this.last;
  }

  private look(savedBefore: number | null): SyncStatus {
    const { differing } = this.vault.forSync.receipts();
    const attention = this.vault.quarantine().length + this.vault.unreadable() + differing;
    const only_here = this.vault.outbox().length + this.vault.forSync.sealed();
    const kind = attention > 0 ? "attention" : this.offline ? "offline" : only_here > 0 ? "local" : "saved";
    return {
      kind,
      only_here,
      attention,
      last_saved_at: only_here === 0 ? this.vault.forSync.lastContactAt() : savedBefore,
      busy: this.running !== null,
      position: this.position,
      differing,
      missing: this.vault.forSync.missing(),
      repaired: this.repaired,
      sign_in_again: this.signInAgain,
    };
  }

  subscribe(told: (status: SyncStatus) => void): () => void {
    this.told.add(told);
    return () => this.told.delete(told);
  }

  now(): Promise<void> {
    this.signInAgain = false;
    this.heldUntil = 0;
    return this.run();
  }

  stop(): void {
    this.stopped = true;
    this.callOff();
    for (const giveUp of this.giveUps ?? []) giveUp();
    this.told.clear();
  }

  private lead(): void {
    this.leading = true;
    // After the constructor: status() must be complete before anybody is told.
    queueMicrotask(() => void this.run());
  }

  /** Something calls for a sync; not while the server asked for patience or for a sign-in. */
  private wake(): void {
    if (!this.leading || this.signInAgain || this.around.now() < this.heldUntil) return;
    void this.run();
  }

  private listen(): () => void {
    if (typeof window === "undefined") return () => {};
    const online = () => this.wake();
    const visible = () => document.visibilityState === "visible" && this.wake();
    window.addEventListener("online", online);
    document.addEventListener("visibilitychange", visible);
    return () => {
      window.removeEventListener("online", online);
      document.removeEventListener("visibilitychange", visible);
    };
  }

  /** One attempt at a time; what is asked meanwhile makes one more. */
  private run(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.callOff();
    this.running = this.attempts().finally(() => {
      this.running = null;
      this.tell();
    });
    this.tell();
    return this.running;
  }

  private async attempts(): Promise<void> {
    do {
      this.again = false;
      await this.attempt();
    } while (this.again && !this.stopped && this.failures === 0);
  }

  private async attempt(): Promise<void> {
    try {
      await pushAll(this.vault, this.around.now);
      await pullAll(this.vault, this.around.now, (position) => this.reached(position));
      await this.handInEarlierWork();
      await this.compare();
      this.succeeded();
    } catch (cause) {
      if (cause instanceof ApiFault) await this.failed(cause);
      else if (cause instanceof StorageFault) this.retryLater(null);
      else throw cause;
    }
  }

  /** The daily comparison; a server that refuses it says nothing about the rest of the sync. */
  private async compare(): Promise<void> {
    try {
      this.repaired += await checkDaily(this.vault, this.around.now());
    } catch (cause) {
      if (!(cause instanceof ApiFault) || cause.kind !== "problem") throw cause;
    }
  }

  private reached(position: Position | null): void {
    if (this.position === position) return;
    this.position = position;
    this.tell();
  }

  private succeeded(): void {
    this.offline = false;
    this.signInAgain = false;
    this.failures = 0;
    this.schedule(LONGEST_MS / 2 + (this.around.random() * LONGEST_MS) / 2);
  }

  private async failed(fault: ApiFault): Promise<void> {
    if (fault.type === REVOKED) return this.handIn();
    this.offline = fault.kind !== "problem" || fault.status >= 500;
    this.signInAgain = fault.kind === "problem" && fault.status === 401;
    this.retryLater(fault.retryAfterSeconds);
  }

  private retryLater(afterSeconds: number | null): void {
    if (this.stopped) return;
    this.failures += 1;
    const wait = Math.max(backoffMs(this.failures, this.around.random()), (afterSeconds ?? 0) * 1000);
    if (afterSeconds) this.heldUntil = this.around.now() + wait;
    this.schedule(this.signInAgain ? LONGEST_MS : wait);
  }

  /** The tablet was revoked: destroy the keys and hand the sealed work in. */
  private async handIn(): Promise<void> {
    await this.vault.shred();
    await this.uploadSealed();
  }

  /** What cannot go up now stays, and says nothing about the rest of the sync. */
  private async uploadSealed(): Promise<boolean> {
    try {
      await uploadSealed(this.person, this.around.storage);
      return true;
    } catch (cause) {
      if (cause instanceof ApiFault) return false;
      throw cause;
    }
  }

  /** Work of an earlier PIN that is still sealed here. */
  private async handInEarlierWork(): Promise<void> {
    if (this.vault.forSync.sealed() === 0) return;
    if (await this.uploadSealed()) await this.vault.forSync.reload();
  }

  private schedule(ms: number): void {
    this.callOff();
    if (!this.stopped) this.callOff = this.around.later(ms, () => void this.run());
  }

  private tell(): void {
    if (this.stopped) return;
    const status = this.status();
    for (const told of this.told) told(status);
  }
}
