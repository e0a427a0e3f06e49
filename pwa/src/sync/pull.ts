/**
 * Fetching what changed: page after page, each stored with its cursor.
 *
 * The next page is on its way while one is being stored.
 */
import type { Page, Position, Vault } from "../storage/api";
import { ApiFault, call } from "./api";
import { NotOurs, readPage } from "./wire";

/** The most that the server gives at once: each page costs a turn and a transaction. */
const LIMIT = 1000;
const FOREIGN_CURSOR = "/problems/foreign-cursor";

/** Hears how far a pull of several pages has come; null when it is over. */
export type TellPosition = (position: Position | null) => void;

interface Fetched {
  /** null when the server does not know the cursor. */
  page: Page | null;
  /** When it was under way, half between asking and hearing. */
  at: number;
}

/** Pull until there is no more; rejects with ApiFault or StorageFault, pages stored so far stay. */
export async function pullAll(vault: Vault, now: () => number, tell: TellPosition = () => {}): Promise<void> {
  try {
    let cursor = vault.forSync.cursor();
    let fetching = fetchPage(vault.deviceId, cursor, now);
    for (let pages = 0; ; pages++) {
      const { page, at } = await fetching;
      if (page === null) {
        await vault.forSync.forgetCursor();
        cursor = null;
        fetching = fetchPage(vault.deviceId, cursor, now);
        continue;
      }
      if (page.has_more) {
        if (page.cursor === cursor) throw new ApiFault("not-ours", 200); // it would go on for ever
        cursor = page.cursor;
        fetching = fetchPage(vault.deviceId, cursor, now);
        fetching.catch(() => {}); // told when it is its turn
      }
      if (pages === 0 || !page.has_more) await vault.forSync.contact(page.server_time, at);
      await vault.forSync.renewEpoch(page.epoch);
      await vault.forSync.applyPage(page, now());
      if (!page.has_more) return;
      tell(page.position);
    }
  } finally {
    tell(null);
  }
}

async function fetchPage(deviceId: string, cursor: string | null, now: () => number): Promise<Fetched> {
  const query = new URLSearchParams({ device_id: deviceId, limit: String(LIMIT) });
  if (cursor !== null) query.set("cursor", cursor);
  const asked = now();
  try {
    const page = readPage(await call("GET", `/api/sync/pull?${query}`));
    return { page, at: Math.round((asked + now()) / 2) };
  } catch (cause) {
    if (cause instanceof NotOurs) throw new ApiFault("not-ours", 200);
    if (cursor === null || !(cause instanceof ApiFault) || cause.type !== FOREIGN_CURSOR) throw cause;
    return { page: null, at: now() };
  }
}
