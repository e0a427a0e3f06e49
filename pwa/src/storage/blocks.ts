/**
 * The server's rows as they lie on this tablet: hundreds in one ciphertext.
 *
 * One call of the cipher and one record for many rows is what makes a caseload of
 * thousands of visits open in a moment. A block is never changed: what takes its
 * place has a new id. `today` holds what Today and the lists of patients and visits
 * need; `later` holds what was recorded in the visits.
 */
import { uuid7 } from "../domain/ids";
import type { EntityName } from "../domain/types";
import type { Plain } from "./api";
import { place, seal, unseal } from "./cipher";
import type { BaseDatabase, BlockRecord, FeedRecord, Shelf } from "./database";
import { storageFault } from "./fault";

/** A row with its id and version in it, as screens read it. */
export type Data = { [key: string]: Plain };

export interface BaseRow {
  entity: string;
  id: string;
  version: number;
  epoch: string;
  /** null when the server deleted it: remembered so that an old page cannot bring it back. */
  data: Data | null;
}

/** Who can seal and open blocks: one person's key. */
export interface BlockKeys {
  person: string;
  key: CryptoKey;
}

export interface OpenBlock {
  id: string;
  shelf: Shelf;
  rows: readonly BaseRow[];
}

const ALWAYS: ReadonlySet<string> = new Set<EntityName>([
  "organization",
  "clinic",
  "clinician",
  "payer_policy",
  "activity",
  "patient",
  "episode",
  "goal",
  "visit",
]);
/** Of these Today needs the new ones: when each was. */
const WHILE_NEW: Readonly<Record<string, string>> = {
  appointment: "starts_at",
  segment: "started_at",
  correction: "at",
};
const NEW_MS = 3 * 86_400_000;

/** Where a row lies. One that grows old stays where it is until its block is written anew. */
export function shelfOf({ entity, data }: BaseRow, now: number): Shelf {
  if (data === null) return "later";
  const since = WHILE_NEW[entity];
  const needed =
    ALWAYS.has(entity) ||
    (since !== undefined && Date.parse(String(data[since])) > now - NEW_MS) ||
    (entity === "segment" && data.ended_at === null) ||
    (entity === "review" && data.state === "returned") ||
    (entity === "comment" && data.answer === null);
  return needed ? "today" : "later";
}

/** Encrypt rows of one shelf and epoch into a new block. */
export async function sealBlock(
  { person, key }: BlockKeys,
  shelf: Shelf,
  epoch: string,
  rows: readonly BaseRow[],
): Promise<BlockRecord> {
  const id = uuid7(Date.now());
  const inside = rows.map(({ entity, id: row, version, data }) => [entity, row, version, data]);
  return { shelf, id, epoch, ...(await seal(key, placeOf(person, { shelf, id, epoch }), inside)) };
}

/** Decrypt a block; throws StorageFault "unreadable". */
export async function openBlock({ person, key }: BlockKeys, record: BlockRecord): Promise<OpenBlock> {
  const { id, shelf, epoch } = record;
  const inside = await unseal<[string, string, number, Data | null][]>(key, placeOf(person, record), record);
  const rows = inside.map(([entity, row, version, data]) => ({ entity, id: row, version, epoch, data }));
  return { id, shelf, rows };
}

function placeOf(person: string, { shelf, id, epoch }: Pick<BlockRecord, "shelf" | "id" | "epoch">): string {
  return place(person, "blocks", `${epoch}/${shelf}/${id}`);
}

/** What lies on the disk of some shelves: all ids, and the blocks that are not known yet; still ciphertext. */
export interface Stored {
  shelves: readonly Shelf[];
  ids: ReadonlySet<string>;
  blocks: readonly BlockRecord[];
  feed: FeedRecord | undefined;
}

/** Read some shelves and the cursor in one transaction; no key is needed. Rejects with StorageFault. */
export async function readStored(
  database: BaseDatabase,
  shelves: readonly Shelf[],
  isKnown: (id: string) => boolean = () => false,
): Promise<Stored> {
  try {
    return await read(database, shelves, isKnown);
  } catch (cause) {
    throw storageFault(cause);
  }
}

async function read(
  database: BaseDatabase,
  shelves: readonly Shelf[],
  isKnown: (id: string) => boolean,
): Promise<Stored> {
  const tx = database.transaction(["blocks", "meta"]);
  const store = tx.objectStore("blocks");
  const feed = tx.objectStore("meta").get("feed");
  const keys = (await Promise.all(shelves.map((shelf) => store.getAllKeys(within(shelf))))).flat();
  const missing = keys.filter(([, id]) => !isKnown(id));
  const blocks = await (missing.length === keys.length
    ? Promise.all(shelves.map((shelf) => store.getAll(within(shelf)))).then((found) => found.flat())
    : Promise.all(missing.map((key) => store.get(key))));
  return {
    shelves,
    ids: new Set(keys.map(([, id]) => id)),
    blocks: blocks.filter((one) => one !== undefined),
    feed: await feed,
  };
}

function within(shelf: Shelf): IDBKeyRange {
  return IDBKeyRange.bound([shelf, ""], [shelf, "\uffff"]);
}
