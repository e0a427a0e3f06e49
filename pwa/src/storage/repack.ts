/**
 * Which blocks a page replaces, and which it adds.
 *
 * Small blocks are merged into the new one once it is about as large, so that a day
 * of many small pages leaves few blocks behind and no row is written more than a few
 * times. What lost most of its rows, or holds a patient who left, is written anew.
 */
import type { BaseRow } from "./blocks";
import { shelfOf } from "./blocks";
import type { Shelf } from "./database";

export const MOST_ROWS = 1000;
const SMALLER_THAN = 2;

/** A block as memory knows it: which rows still count, and whose rows lie in it. */
export interface Held {
  shelf: Shelf;
  epoch: string;
  /** Names of the rows for which this block is the newest. */
  live: Set<string>;
  /** How many rows lie in it, stale ones among them. */
  stored: number;
  patients: Set<string>;
}

export interface Packed {
  shelf: Shelf;
  epoch: string;
  rows: readonly BaseRow[];
}

export interface Packing {
  replaced: (readonly [string, Held])[];
  packed: Packed[];
}

export function rowName({ entity, id }: { entity: string; id: string }): string {
  return `${entity}/${id}`;
}

/** Whose row it is; empty for those of nobody. That somebody left a caseload is the clinician's to know. */
export function patientOf({ entity, id, data }: BaseRow): string {
  if (entity === "care_team") return "";
  return entity === "patient" ? id : String(data?.patient_id ?? "");
}

export interface Leaving {
  /** Names of the rows that go. */
  gone: ReadonlySet<string>;
  /** Patients of whom no copy stays. */
  removed: readonly string[];
  /** More pages follow at once: small blocks are merged with the last. */
  has_more: boolean;
}

/** Plan one page of `fresh` rows; `now` in ms. */
export function repack(
  known: ReadonlyMap<string, BaseRow & { block: string }>,
  blocks: ReadonlyMap<string, Held>,
  fresh: readonly BaseRow[],
  { gone, removed, has_more }: Leaving,
  now: number,
): Packing {
  const leaving = new Set([...gone, ...fresh.map(rowName)]);
  const left = remaining(known, blocks, leaving);
  const size = { today: 0, later: 0 };
  for (const row of fresh) size[shelfOf(row, now)] += 1;
  const replaced = [...blocks]
    .sort(([a], [b]) => (left.get(a) ?? 0) - (left.get(b) ?? 0))
    .filter(([id, block]) => {
      const stays = left.get(id) ?? 0;
      const must = removed.some((one) => block.patients.has(one)) || stays * 2 < block.stored;
      const small =
        !has_more && stays <= SMALLER_THAN * size[block.shelf] && stays + size[block.shelf] <= MOST_ROWS;
      if (!must && !small) return false;
      size[block.shelf] += stays;
      return true;
    });
  const kept = replaced.flatMap(([, { live }]) =>
    [...live].filter((one) => !leaving.has(one)).flatMap((one) => known.get(one) ?? []),
  );
  return { replaced, packed: pack([...kept, ...fresh], now) };
}

/** How many rows of each block count after `leaving` have left. */
function remaining(
  known: ReadonlyMap<string, { block: string }>,
  blocks: ReadonlyMap<string, Held>,
  leaving: ReadonlySet<string>,
): Map<string, number> {
  const left = new Map([...blocks].map(([id, { live }]) => [id, live.size]));
  for (const one of leaving) {
    const block = known.get(one)?.block;
    if (block !== undefined) left.set(block, (left.get(block) ?? 0) - 1);
  }
  return left;
}

/** Rows into blocks: one shelf, one epoch, at most so many. */
function pack(rows: readonly BaseRow[], now: number): Packed[] {
  const groups = new Map<string, BaseRow[]>();
  for (const row of rows) {
    const group = `${shelfOf(row, now)} ${row.epoch}`;
    const all = groups.get(group);
    if (all) all.push(row);
    else groups.set(group, [row]);
  }
  return [...groups].flatMap(([group, all]) => {
    const [shelf, epoch] = group.split(" ") as [Shelf, string];
    return Array.from({ length: Math.ceil(all.length / MOST_ROWS) }, (_, i) => ({
      shelf,
      epoch,
      rows: all.slice(i * MOST_ROWS, (i + 1) * MOST_ROWS),
    }));
  });
}
