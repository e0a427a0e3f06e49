/**
 * The vault as push and pull see it: batches out, verdicts and pages in.
 */
import { applyVerdicts, releaseSent, requeueSent, takeBatch } from "./answers";
import type { Page, PushResult, Queued, VaultForSync } from "./api";
import type { Part } from "./channel";
import { newLease } from "./keys/lease";
import { isPending } from "./pending";
import type { VaultParts } from "./vault";
import type { Work } from "./work";

export class SyncSide implements VaultForSync {
  /**
   * @param open gives the parts, or throws StorageFault "locked"
   * @param change does one thing after the others and tells all tabs
   */
  constructor(
    private readonly open: () => VaultParts,
    private readonly change: (part: Part, act: (work: Work) => Promise<void>) => Promise<void>,
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
    const { base } = this.open();
    await this.change("base", () => base.applyPage(page));
    if (page.has_more) return;
    await this.change("work", async (work) => {
      await work.putNumbers(({ pulls }) => ({ pulls: pulls + 1 }));
      const { pulls } = work.numbers;
      await releaseSent(work, page.backup_seq, (sent) => isPending(sent, base, pulls), now);
    });
  }

  async renewEpoch(epoch: string): Promise<void> {
    const { base } = this.open();
    await this.change("work", async (work) => {
      if (work.numbers.epoch === epoch) return;
      if (work.numbers.epoch === null) return work.putNumbers(() => ({ epoch }));
      await base.forgetCursor();
      await requeueSent(work, epoch);
    });
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
