/** What somebody recorded or typed in this tab and could not be stored: remembered until that very thing is. */
export class Missed {
  private write = false;
  private readonly drafts = new Set<string>();

  any(): boolean {
    return this.write || this.drafts.size > 0;
  }

  /** Take note of what became of a write; the drafts that went with it are not missed any more. */
  noteWrite(stored: boolean, dropped: readonly string[] = []): void {
    this.write = !stored;
    if (stored) for (const key of dropped) this.drafts.delete(key);
  }

  /** Take note of what became of a draft; a dropped one counts as stored. */
  noteDraft(key: string, stored: boolean): void {
    if (stored) this.drafts.delete(key);
    else this.drafts.add(key);
  }
}
