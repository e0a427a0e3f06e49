/**
 * The server's rows on this tablet: disposable, applied by version, decrypted in memory.
 *
 * A page and its cursor are stored in one transaction. After a restore of the server
 * (a new epoch) old rows stay readable until the new ones are complete.
 */
import type { EntityName, Rows } from "../domain/types";
import { ENTITY_NAMES, emptyRows } from "../domain/types";
import type { Change, Page, Plain } from "./api";
import { place, seal, unseal } from "./cipher";
import { type BaseDatabase, type RowRecord, strictly } from "./database";
import { readable } from "./queues";

type Data = { [key: string]: Plain };

interface BaseRow {
  entity: string;
  id: string;
  version: number;
  epoch: string;
  /** null when the server deleted it: remembered so that an old page cannot bring it back. */
  data: Data | null;
}

interface Feed {
  cursor: string | null;
  epoch: string | null;
  scope_version: string | number | null;
}

const NOTHING_READ: Feed = { cursor: null, epoch: null, scope_version: null };

export class Base {
  private known = new Map<string, BaseRow>();
  private shown: Rows = emptyRows();
  feed: Feed = NOTHING_READ;

  constructor(
    readonly database: BaseDatabase,
    private readonly person: string,
    private readonly key: CryptoKey,
  ) {}

  /** The rows by entity and id; the same object until a page changes them. */
  rows(): Rows {
    return this.shown;
  }

  version(entity: string, id: string): number {
    return this.known.get(name(entity, id))?.version ?? 0;
  }

  /** Read all rows. One that does not open is dropped and everything is pulled anew. */
  async load(): Promise<void> {
    const records = await this.database.getAll("rows");
    const rows = await readable(records, (record) => this.openRow(record));
    this.feed = await this.readFeed();
    if (rows.length < records.length) await this.dropUnreadable(records, rows);
    this.known = new Map(rows.map((row) => [name(row.entity, row.id), row]));
    this.show();
  }

  /** Store a page with its cursor. Rows of the patients in `removed` go. */
  async applyPage(page: Page): Promise<void> {
    const gone = [...this.known.values()].filter((row) => isLost(row, page));
    const leaves = new Set(gone.map((row) => name(row.entity, row.id)));
    const fresh = page.changes.filter(
      (change) => leaves.has(name(change.entity, change.id)) || this.isNews(change, page),
    );
    const rows = fresh.map((change) => rowOf(change, page.epoch));
    const records = await Promise.all(rows.map((row) => this.sealRow(row)));
    const feed = { cursor: page.cursor, epoch: page.epoch, scope_version: page.scope_version };
    const sealedFeed = await seal(this.key, this.feedPlace(), feed);
    await strictly(this.database, ["rows", "meta"], async (tx) => {
      const store = tx.objectStore("rows");
      await Promise.all(gone.map((row) => store.delete([row.entity, row.id])));
      await Promise.all(records.map((record) => store.put(record)));
      await tx.objectStore("meta").put({ id: "feed", ...sealedFeed });
    });
    for (const row of gone) this.known.delete(name(row.entity, row.id));
    for (const row of rows) this.known.set(name(row.entity, row.id), row);
    this.feed = feed;
    if (gone.length + rows.length > 0) this.show();
  }

  /** Start over from the first page; rows stay until newer ones come. */
  async forgetCursor(): Promise<void> {
    const feed = { ...this.feed, cursor: null };
    const sealed = await seal(this.key, this.feedPlace(), feed);
    await strictly(this.database, ["meta"], async (tx) => {
      await tx.objectStore("meta").put({ id: "feed", ...sealed });
    });
    this.feed = feed;
  }

  private isNews({ entity, id, version }: Change, { epoch }: Page): boolean {
    const known = this.known.get(name(entity, id));
    return !known || known.epoch !== epoch || known.version < version;
  }

  private async dropUnreadable(records: readonly RowRecord[], rows: readonly BaseRow[]): Promise<void> {
    const good = new Set(rows.map((row) => name(row.entity, row.id)));
    const bad = records.filter((record) => !good.has(name(record.entity, record.id)));
    await strictly(this.database, ["rows"], async (tx) => {
      await Promise.all(bad.map(({ entity, id }) => tx.objectStore("rows").delete([entity, id])));
    });
    await this.forgetCursor();
  }

  private async readFeed(): Promise<Feed> {
    const record = await this.database.get("meta", "feed");
    const [feed] = await readable(record ? [record] : [], (one) =>
      unseal<Feed>(this.key, this.feedPlace(), one),
    );
    return feed ?? NOTHING_READ;
  }

  private async sealRow(row: BaseRow): Promise<RowRecord> {
    const { entity, id, version, epoch, data } = row;
    return { entity, id, version, epoch, ...(await seal(this.key, this.rowPlace(row), data)) };
  }

  private async openRow(record: RowRecord): Promise<BaseRow> {
    const { entity, id, version, epoch } = record;
    return {
      entity,
      id,
      version,
      epoch,
      data: await unseal<Data | null>(this.key, this.rowPlace(record), record),
    };
  }

  private rowPlace({ entity, id, version, epoch }: Omit<BaseRow, "data">): string {
    return place(this.person, "rows", `${epoch}/${entity}/${id}`, version);
  }

  private feedPlace(): string {
    return place(this.person, "base-meta", "feed");
  }

  private show(): void {
    const shown = new Map<string, Map<string, unknown>>(ENTITY_NAMES.map((entity) => [entity, new Map()]));
    for (const { entity, id, version, data } of this.known.values()) {
      if (data) shown.get(entity)?.set(id, { ...data, id, version });
    }
    this.shown = Object.fromEntries(shown) as unknown as { [E in EntityName]: Rows[E] };
  }
}

function name(entity: string, id: string): string {
  return `${entity}/${id}`;
}

/** Of a patient who left the caseload; or, once all pages of a new epoch are here, not among them. */
function isLost({ entity, id, epoch, data }: BaseRow, page: Page): boolean {
  if (!page.has_more && epoch !== page.epoch && !isIn(page, entity, id)) return true;
  return page.removed.includes(entity === "patient" ? id : String(data?.patient_id ?? ""));
}

function isIn(page: Page, entity: string, id: string): boolean {
  return page.changes.some((change) => change.entity === entity && change.id === id);
}

function rowOf({ entity, id, version, deleted, data }: Change, epoch: string): BaseRow {
  return { entity, id, version, epoch, data: deleted ? null : data };
}
