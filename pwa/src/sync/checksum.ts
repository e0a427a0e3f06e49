/**
 * Once a day: does this tablet hold what it should?
 *
 * The rows are compared with the server's by count and digest, scope by scope; where
 * they differ the scope is halved sixteenfold until the rows are known, and those are
 * fetched as they are now. Asking for them is also the report: the server counts it.
 */
import type { Change, Vault } from "../storage/api";
import { type Digest, digestOf, scopeOf, sumOf } from "../storage/digests";
import { ApiFault, call } from "./api";
import { NotOurs, readChange } from "./wire";

const DAY_MS = 86_400_000;
const MOST_ROWS = 100;

interface Sum {
  count: number;
  sum: string;
}
interface Compared {
  epoch: string;
  current: boolean;
  scopes?: (Sum & { scope: string })[];
  parts?: (Sum & { prefix: string })[];
  rows?: { entity: string; id: string; version: number; hash: string }[];
}
type Name = Pick<Change, "entity" | "id">;

/** Compare when a day has passed; resolves with how many rows were repaired. Rejects with ApiFault. */
export async function checkDaily(vault: Vault, now: number): Promise<number> {
  if (!vault.complete()) return 0;
  const last = vault.forSync.checkedAt();
  if (last === null) {
    await vault.forSync.noteChecked(now); // everything has just been pulled
    return 0;
  }
  if (now >= last && now - last < DAY_MS) return 0;
  const wrong = await compareAll(vault);
  if (wrong === null) return 0;
  for (let first = 0; first < wrong.length; first += MOST_ROWS) {
    await repair(vault, wrong.slice(first, first + MOST_ROWS));
  }
  await vault.forSync.noteChecked(now);
  return wrong.length;
}

/** The rows that differ; null when the server has news that must be pulled first. */
async function compareAll(vault: Vault): Promise<Name[] | null> {
  const cursor = vault.forSync.cursor();
  const held = await byScope(vault);
  const told = await ask(vault, { cursor });
  if (!told.current || told.epoch !== vault.forSync.epoch()) return null;
  const wrong: Name[] = [];
  for (const { scope, count, sum } of told.scopes ?? []) {
    const mine = held.get(scope) ?? [];
    held.delete(scope);
    if (!same({ count, sum }, mine)) wrong.push(...(await differing(vault, scope, mine, "")));
  }
  for (const rows of held.values()) wrong.push(...rows); // of scopes that are not ours any more
  return cursor === vault.forSync.cursor() ? wrong : null;
}

async function byScope(vault: Vault): Promise<Map<string, Digest[]>> {
  const scopes = new Map<string, Digest[]>();
  for (const row of vault.forSync.heldRows()) {
    const scope = scopeOf(row);
    const rows = scopes.get(scope) ?? [];
    rows.push(await digestOf(row));
    scopes.set(scope, rows);
  }
  return scopes;
}

/** Go down until the server names its rows; what only one of us has, or has otherwise, differs. */
async function differing(
  vault: Vault,
  scope: string,
  mine: readonly Digest[],
  prefix: string,
): Promise<Name[]> {
  const told = await ask(vault, { cursor: vault.forSync.cursor(), scope, prefix });
  if (told.rows) return differingRows(told.rows, mine);
  const wrong: Name[] = [];
  const parts = new Map((told.parts ?? []).map((part) => [part.prefix, part]));
  for (const digit of "0123456789abcdef") {
    const below = prefix + digit;
    const ours = mine.filter(({ place }) => place.startsWith(below));
    const theirs = parts.get(below) ?? { count: 0, sum: "0".repeat(16) };
    if (!same(theirs, ours)) wrong.push(...(await differing(vault, scope, ours, below)));
  }
  return wrong;
}

function differingRows(theirs: NonNullable<Compared["rows"]>, mine: readonly Digest[]): Name[] {
  const key = ({ entity, id, version, hash }: (typeof theirs)[number]) =>
    `${entity}/${id}/${version}/${hash}`;
  const there = new Set(theirs.map(key));
  const here = new Set(mine.map(key));
  const wrong = [
    ...theirs.filter((row) => !here.has(key(row))),
    ...mine.filter((row) => !there.has(key(row))),
  ];
  return [...new Map(wrong.map(({ entity, id }) => [`${entity}/${id}`, { entity, id }])).values()];
}

async function repair(vault: Vault, rows: readonly Name[]): Promise<void> {
  const body = { device_id: vault.deviceId, rows: rows.map(({ entity, id }) => ({ entity, id })) };
  const answer = await call<{ changes: unknown[]; gone: Name[] }>("POST", "/api/sync/rows", body);
  try {
    await vault.forSync.repair(answer.changes.map(readChange), answer.gone);
  } catch (cause) {
    throw cause instanceof NotOurs ? new ApiFault("not-ours", 200) : cause;
  }
}

function same(theirs: Sum, mine: readonly Digest[]): boolean {
  const ours = sumOf(mine);
  return ours.count === theirs.count && ours.sum === theirs.sum;
}

function ask(
  vault: Vault,
  asked: { cursor: string | null; scope?: string; prefix?: string },
): Promise<Compared> {
  return call<Compared>("POST", "/api/sync/checksum", { device_id: vault.deviceId, ...asked });
}
