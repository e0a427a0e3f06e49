/**
 * The tablet's own report to the server: how safe the work is here, and which numbers it holds.
 *
 * The server answers which of them it does not have after all; those are sent again.
 * It tells a person what neither of the two has.
 */
import { effect } from "@preact/signals";
import { openPeople } from "../storage";
import { ApiFault, call, type SyncStatus } from "../sync";
import { browser, lookAtBrowser, warnings } from "./health";
import { syncNow, syncStatus } from "./sync";
import { vault } from "./vault";
import { VERSION } from "./version";

const EVERY_MS = 15 * 60_000;
let told = { what: "", at: 0 };
let underWay = false;

/** Report after syncs: when something changed that matters, and every quarter of an hour. Call once. */
export function reportHealth(): void {
  effect(() => {
    const status = syncStatus.value;
    if (!vault.value) told = { what: "", at: 0 };
    else if (status && !status.busy && status.kind !== "offline" && !status.sign_in_again) void maybe(status);
  });
}

async function maybe(status: SyncStatus): Promise<void> {
  const open = vault.peek();
  const { waiting, quarantined, settled } = open?.forSync.numbers() ?? {};
  const what = JSON.stringify([
    open?.deviceId,
    waiting?.length,
    quarantined,
    settled,
    warnings.peek(),
    status.repaired,
  ]);
  if (underWay || status.last_saved_at === null) return;
  if (what === told.what && Date.now() - told.at < EVERY_MS) return;
  underWay = true;
  told = { what, at: Date.now() };
  try {
    await send(status);
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause; // the next sync reports
  } finally {
    underWay = false;
  }
}

async function send(status: SyncStatus): Promise<void> {
  await lookAtBrowser();
  const people = await openPeople();
  const open = vault.value;
  if (!open) return;
  const { forSync } = open;
  const earlier = people.find((one) => one.clinician_id === open.clinician.id)?.earlier ?? [];
  const { installed, persistence, free_bytes, used_bytes } = browser.value;
  const oldest = open.outbox()[0]?.mutation.made_at;
  const heard = forSync.lastContactAt();
  const body = {
    device_id: open.deviceId,
    version: VERSION,
    installed,
    persistence: persistence ?? "unsupported",
    free_bytes,
    used_bytes,
    waiting: open.outbox().length,
    oldest_waiting_at: oldest ? new Date(oldest).toISOString() : null,
    quarantined: open.quarantine().length,
    sealed: forSync.sealed(),
    unreadable: open.unreadable(),
    kept: open.sent().length,
    last_receipt_at: heard === null ? null : new Date(heard).toISOString(),
    clock_offset_ms: Math.round(forSync.clockOffsetMs()),
    repaired_rows: status.repaired,
    warnings: warnings.value,
    earlier,
    numbers: forSync.numbers(),
  };
  const { resend } = await call<{ resend: [number, number][] }>("POST", "/api/devices/health", body);
  if (resend.length === 0 || vault.value !== open) return;
  await forSync.resend(resend);
  await syncNow();
}
