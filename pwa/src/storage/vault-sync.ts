/**
 * The vault as push and pull see it: batches out, verdicts and pages in.
 */
import { applyVerdicts, checkReceipts, releaseSent, requeueAll, requeueNumbers, takeBatch } from "./answers";
import type { Change, HeldNumbers, Missing, Page, PushResult, Queued, Range, VaultForSync } from "./api";
import type { Part } from "./channel";
import type { HeldRow } from "./digests";
import { newLease } from "./keys/lease";
import { isPending } from "./pending";
import { rangesOf } from "./ranges";
import type { VaultParts } from "./vault";
import type { Work } from "./work";

/** Screens are drawn anew so often while pages come, not for each. */
const TELL_EVERY_MS = 2000;

export class SyncSide implements VaultForSync {
  private lost: readonly Missing[] = [];
  private toldAt = Number.NEGATIVE_INFINITY;

  /**
   * @param open gives the parts, or throws StorageFault "locked"
   * @param change does one thing after the others and tells all tabs, unless it shall be quiet
   */
  constructor(
    private readonly open: () => VaultParts,
    private readonly change: (
      part: Part,
      act: (work: Work) => Promise<void>,
      quietly?: boolean,
    ) => Promise<void>,
  ) {}

  sealed(): number {
    return this.open().work.queues.sealed;
  }

  reload(): Promise<void> {
    return this.change("work", (work) => work.load());
  }

  epoch(): string | null {
    return this.open().work.numbers.epoch;
  }

  cursor(): string | null {
    return this.open().base.feed.cursor;
  }

  lastContactAt(): number | null {
    return this.open().work.numbers.last_contact_at;
  }

  clockOffsetMs(): number {
    return this.open().work.numbers.clock_offset_ms;
  }

  takeBatch(count: number, bytes: number, skip: ReadonlySet<number> = new Set()): Promise<Queued[]> {
    const { work } = this.open();
    return work.serial(() => takeBatch(work, count, bytes, skip));
  }

  applyVerdicts(result: PushResult, now: number): Promise<void> {
    return this.change("work", (work) => applyVerdicts(work, result, now));
  }

  async applyPage(page: Page, now: number): Promise<void> {
    const { base, clock } = this.open();
    const quietly = page.has_more && clock.monotonic() - this.toldAt < TELL_EVERY_MS;
    await this.change("base", () => base.applyPage(page), quietly);
    if (!quietly) this.toldAt = clock.monotonic();
    if (page.has_more) return;
    this.lost = page.missing;
    await this.change("work", async (work) => {
      await work.putNumbers(({ pulls }) => ({ pulls: pulls + 1 }));
      const { pulls } = work.numbers;
      await checkReceipts(work, base);
      await releaseSent(work, page.backup_seq, (sent) => isPending(sent, base, pulls), now);
    });
  }

  async renewEpoch(epoch: string): Promise<void> {
    const { base, work: now } = this.open();
    if (now.numbers.epoch === epoch) return;
    await this.change("work", async (work) => {
      if (work.numbers.epoch === epoch) return;
      if (work.numbers.epoch === null) return work.putNumbers(() => ({ epoch }));
      await base.forgetCursor();
      await requeueAll(work, epoch);
    });
  }

  receipts(): { proven: number; differing: number } {
    const { work } = this.open();
    const said = work.queues.sent.map(({ n }) => work.receipts.get(n));
    const differing = said.filter((one) => one === "differs").length;
    return { proven: said.filter((one) => one !== undefined).length - differing, differing };
  }

  missing(): readonly Missing[] {
    return this.lost;
  }

  numbers(): HeldNumbers {
    const { work } = this.open();
    const { outbox, sent, quarantine } = work.queues;
    const applied = sent.filter(({ verdict }) => verdict.verdict === "applied");
    return {
      next: work.numbers.next_n,
      waiting: rangesOf(outbox),
      sent: rangesOf(applied),
      quarantined: rangesOf(quarantine),
      settled: rangesOf(sent.filter((one) => !applied.includes(one))),
    };
  }

  resend(ranges: readonly Range[]): Promise<void> {
    return this.change("work", (work) => requeueNumbers(work, ranges));
  }

  heldRows(): HeldRow[] {
    return this.open().base.heldRows();
  }

  async repair(changes: readonly Change[], gone: readonly Pick<Change, "entity" | "id">[]): Promise<void> {
    const { base } = this.open();
    await this.change("base", () => base.repair(changes, gone));
    await this.change("work", (work) => checkReceipts(work, base));
  }

  checkedAt(): number | null {
    return this.open().work.numbers.checked_at ?? null;
  }

  noteChecked(now: number): Promise<void> {
    const { work } = this.open();
    return work.serial(() => work.putNumbers(() => ({ checked_at: now })));
  }

  forgetCursor(): Promise<void> {
    const { base, work } = this.open();
    return work.serial(() => base.forgetCursor());
  }

  async contact(serverTime: string, now: number): Promise<void> {
    const { work, base, organization } = this.open();
    const hours = base.rows().organization.get(organization.id)?.offline_lease_hours;
    const lease = newLease(hours ?? organization.offline_lease_hours, now);
    const heard = { clock_offset_ms: Date.parse(serverTime) - now, last_contact_at: now };
    await work.serial(() => work.putNumbers(() => heard, lease));
  }
}
