/**
 * The server's rows on this tablet: disposable, applied by version, decrypted in memory.
 *
 * A page and its cursor are stored in one transaction. After a restore of the server
 * (a new epoch) old rows stay readable until the new ones are complete.
 */
import type { Rows } from "../domain/types";
import type { Change, Page } from "./api";
import {
  type BaseRow,
  type BlockKeys,
  type OpenBlock,
  openBlock,
  readStored,
  type Stored,
  sealBlock,
} from "./blocks";
import { place, seal, unseal } from "./cipher";
import { type BaseDatabase, type FeedRecord, type Shelf, strictly, together } from "./database";
import type { HeldRow } from "./digests";
import { readable } from "./queues";
import { type Held, type Leaving, rowName as name, patientOf, repack } from "./repack";
import { Tables } from "./tables";

interface Feed {
  cursor: string | null;
  epoch: string | null;
  scope_version: string | number | null;
}

const NOTHING_READ: Feed = { cursor: null, epoch: null, scope_version: null };
const SHELVES: readonly Shelf[] = ["today", "later"];

export class Base {
  private readonly known = new Map<string, BaseRow & { block: string }>();
  private readonly blocks = new Map<string, Held>();
  private readonly tables = new Tables();
  private readonly keys: BlockKeys;
  feed: Feed = NOTHING_READ;
  /** Every row is here, not only those of Today. */
  complete = false;

  constructor(
    readonly database: BaseDatabase,
    person: string,
    key: CryptoKey,
  ) {
    this.keys = { person, key };
  }

  /** The rows by entity and id; the same object until something changes them. */
  rows(): Rows {
    return this.tables.shown();
  }

  version(entity: string, id: string): number {
    return this.known.get(name({ entity, id }))?.version ?? 0;
  }

  knows(entity: string, id: string): boolean {
    return this.known.has(name({ entity, id }));
  }

  /** A row as it is stored; null for one that is not here, or was deleted. */
  held(entity: string, id: string): HeldRow | null {
    const row = this.known.get(name({ entity, id }));
    return row?.data ? { entity, id, version: row.version, data: row.data } : null;
  }

  /** All rows that are not deleted. */
  heldRows(): HeldRow[] {
    return [...this.known.values()].flatMap(({ entity, id, version, data }) =>
      data ? [{ entity, id, version, data }] : [],
    );
  }

  /** Read what is not known yet, and let go of what is no longer there. */
  async load(shelves: readonly Shelf[] = SHELVES): Promise<void> {
    await this.take(await readStored(this.database, shelves, (id) => this.blocks.has(id)));
  }

  /** Open what was read. A block that does not open is dropped and everything is pulled anew. */
  async take(stored: Stored): Promise<void> {
    const opened = await readable(stored.blocks, (record) => openBlock(this.keys, record));
    this.feed = await this.openFeed(stored.feed);
    for (const [id, { shelf }] of this.blocks) {
      if (stored.shelves.includes(shelf) && !stored.ids.has(id)) this.forgetBlock(id);
    }
    for (const block of opened) this.addBlock(block);
    this.complete ||= stored.shelves.includes("later");
    if (opened.length < stored.blocks.length) await this.dropUnreadable(stored, opened);
  }

  /** Store a page with its cursor. Rows of the patients in `removed` go. */
  async applyPage(page: Page): Promise<void> {
    if (!this.complete) await this.load();
    const gone = this.lostBy(page);
    const fresh = page.changes
      .map(({ entity, id, version, deleted, data }) => ({
        entity,
        id,
        version,
        epoch: page.epoch,
        data: deleted || data === null ? null : { ...data, id, version },
      }))
      .filter((row) => gone.has(name(row)) || this.isNews(row));
    const feed = { cursor: page.cursor, epoch: page.epoch, scope_version: page.scope_version };
    await this.store(fresh, { gone, removed: page.removed, has_more: page.has_more }, feed);
  }

  /** Take rows as the server has them now, whatever is here; let go of those that it has not. */
  async repair(changes: readonly Change[], gone: readonly Pick<Change, "entity" | "id">[]): Promise<void> {
    if (!this.complete) await this.load();
    const fresh = changes.map(({ entity, id, version, deleted, data }) => ({
      entity,
      id,
      version,
      epoch: this.feed.epoch ?? "",
      data: deleted || data === null ? null : { ...data, id, version },
    }));
    const leaving = new Set([...changes, ...gone].map(name));
    // No stale copy of the same version may stay in an older block: it would count after a reload.
    const patients = [...leaving].flatMap((one) => this.known.get(one) ?? []).map(patientOf);
    await this.store(fresh, { gone: leaving, removed: patients, has_more: false }, this.feed);
  }

  /** Only the last page waits for the disk: what a power cut takes of the others is pulled again. */
  private async store(fresh: readonly BaseRow[], leaving: Leaving, feed: Feed): Promise<void> {
    const packing = repack(this.known, this.blocks, fresh, leaving, Date.now());
    const records = await Promise.all(
      packing.packed.map(({ shelf, epoch, rows }) => sealBlock(this.keys, shelf, epoch, rows)),
    );
    const sealedFeed = await this.sealFeed(feed);
    const durability = leaving.has_more ? "relaxed" : "strict";
    await together(this.database, ["blocks", "meta"], durability, async (tx) => {
      const store = tx.objectStore("blocks");
      await Promise.all(packing.replaced.map(([id, { shelf }]) => store.delete([shelf, id])));
      await Promise.all(records.map((record) => store.put(record)));
      await tx.objectStore("meta").put(sealedFeed);
    });
    this.feed = feed;
    for (const [id] of packing.replaced) this.forgetBlock(id);
    for (const [i, { shelf, rows }] of packing.packed.entries()) {
      this.addBlock({ id: records[i]?.id ?? "", shelf, rows });
    }
  }

  /** Start over from the first page; rows stay until newer ones come. */
  async forgetCursor(): Promise<void> {
    const feed = { ...this.feed, cursor: null };
    const sealed = await this.sealFeed(feed);
    await strictly(this.database, ["meta"], async (tx) => {
      await tx.objectStore("meta").put(sealed);
    });
    this.feed = feed;
  }

  private isNews({ entity, id, version, epoch }: BaseRow): boolean {
    const known = this.known.get(name({ entity, id }));
    return !known || known.epoch !== epoch || known.version < version;
  }

  /** Rows of patients who left; and, once all pages of a new epoch are here, what is not among them. */
  private lostBy({ removed, has_more, epoch, changes }: Page): Set<string> {
    const others = !has_more && [...this.blocks.values()].some((block) => block.epoch !== epoch);
    const lost = new Set<string>();
    if (removed.length === 0 && !others) return lost;
    const patients = new Set(removed);
    const here = new Set(changes.map(name));
    for (const [known, row] of this.known) {
      if (patients.has(patientOf(row)) || (others && row.epoch !== epoch && !here.has(known)))
        lost.add(known);
    }
    return lost;
  }

  private addBlock({ id, shelf, rows }: OpenBlock): void {
    const [first] = rows;
    if (!first) return;
    const held: Held = {
      shelf,
      epoch: first.epoch,
      live: new Set(),
      stored: rows.length,
      patients: new Set(),
    };
    this.blocks.set(id, held);
    for (const row of rows) {
      held.patients.add(patientOf(row));
      this.addRow(id, held, row);
    }
  }

  /** Of two copies of a row the one of the present epoch counts, and of those the newer. */
  private addRow(block: string, held: Held, row: BaseRow): void {
    const key = name(row);
    const known = this.known.get(key);
    const present = (one: BaseRow) => one.epoch === this.feed.epoch;
    if (known && !(row.epoch === known.epoch ? row.version > known.version : present(row))) return;
    if (known) this.blocks.get(known.block)?.live.delete(key);
    held.live.add(key);
    this.known.set(key, { ...row, block });
    this.tables.put(row.entity, row.id, row.data);
  }

  private forgetBlock(id: string): void {
    for (const key of this.blocks.get(id)?.live ?? []) {
      const row = this.known.get(key);
      this.known.delete(key);
      if (row) this.tables.put(row.entity, row.id, null);
    }
    this.blocks.delete(id);
  }

  private async dropUnreadable(stored: Stored, opened: readonly OpenBlock[]): Promise<void> {
    const good = new Set(opened.map(({ id }) => id));
    const bad = stored.blocks.filter(({ id }) => !good.has(id));
    await strictly(this.database, ["blocks"], async (tx) => {
      await Promise.all(bad.map(({ shelf, id }) => tx.objectStore("blocks").delete([shelf, id])));
    });
    await this.forgetCursor();
  }

  private async openFeed(record: FeedRecord | undefined): Promise<Feed> {
    const [feed] = await readable(record ? [record] : [], (one) =>
      unseal<Feed>(this.keys.key, this.feedPlace(), one),
    );
    return feed ?? NOTHING_READ;
  }

  private async sealFeed(feed: Feed): Promise<FeedRecord> {
    return { id: "feed", ...(await seal(this.keys.key, this.feedPlace(), feed)) };
  }

  private feedPlace(): string {
    return place(this.keys.person, "base-meta", "feed");
  }
}
