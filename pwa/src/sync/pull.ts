/** Fetching what changed: page after page, each stored with its cursor. */
import type { Page, Vault } from "../storage/api";
import { ApiFault, call } from "./api";
import { NotOurs, readPage } from "./wire";

const LIMIT = 500;
const FOREIGN_CURSOR = "/problems/foreign-cursor";

/** Pull until there is no more; rejects with ApiFault or StorageFault, pages stored so far stay. */
export async function pullAll(vault: Vault, now: () => number): Promise<void> {
  for (;;) {
    const cursor = vault.forSync.cursor();
    const asked = now();
    const page = await fetchPage(vault, cursor);
    if (page === null) continue;
    await vault.forSync.contact(page.server_time, Math.round((asked + now()) / 2));
    await vault.forSync.renewEpoch(page.epoch);
    await vault.forSync.applyPage(page, now());
    if (!page.has_more) return;
    if (page.cursor === cursor) throw new ApiFault("not-ours", 200); // it would go on for ever
  }
}

/** One page; null when the server does not know the cursor, which is then forgotten. */
async function fetchPage(vault: Vault, cursor: string | null): Promise<Page | null> {
  const query = new URLSearchParams({ device_id: vault.deviceId, limit: String(LIMIT) });
  if (cursor !== null) query.set("cursor", cursor);
  try {
    return readPage(await call("GET", `/api/sync/pull?${query}`));
  } catch (cause) {
    if (cause instanceof NotOurs) throw new ApiFault("not-ours", 200);
    if (cursor === null || !(cause instanceof ApiFault) || cause.type !== FOREIGN_CURSOR) throw cause;
    await vault.forSync.forgetCursor();
    return null;
  }
}
