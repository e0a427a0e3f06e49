/**
 * How safe the work is: where the app runs, what the browser promises, room, clock, receipts.
 *
 * Warnings come before trouble, each with what to do. Nothing here is a fact about a patient.
 */
import { computed, signal } from "@preact/signals";
import { type Persistence, persistenceNow } from "../storage";
import { slowNow } from "./clock";
import { syncStatus } from "./sync";
import { outbox, quarantine, rows, vault } from "./vault";

export type Warning =
  | "safari-tab"
  | "in-tab"
  | "not-persistent"
  | "low-space"
  | "no-space"
  | "clock"
  | "waiting-long"
  | "lease-soon"
  | "unreadable"
  | "differing"
  | "missing"
  | "undecided-long"
  | "update";

/** What the browser says of itself; null where it does not tell. */
export interface Browser {
  installed: boolean;
  safari: boolean;
  persistence: Persistence | null;
  free_bytes: number | null;
  used_bytes: number | null;
}

export const browser = signal<Browser>({
  installed: isInstalled(),
  safari: isSafari(),
  persistence: null,
  free_bytes: null,
  used_bytes: null,
});
/** A newer version of the app is here and waits. */
export const updateWaits = signal(false);

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SKEW_MS = 5 * 60_000;
const LOW_BYTES = 500e6;
const FULL_BYTES = 50e6;
const LEASE_SOON_MS = 12 * HOUR_MS;

/** Ask the browser again. */
export async function lookAtBrowser(): Promise<void> {
  const persistence = await persistenceNow();
  const estimate = await navigator.storage?.estimate?.();
  const { quota, usage } = estimate ?? {};
  browser.value = {
    installed: isInstalled(),
    safari: isSafari(),
    persistence,
    free_bytes: quota === undefined || usage === undefined ? null : Math.max(0, quota - usage),
    used_bytes: usage ?? null,
  };
}

/** Until when the PIN opens the vault without the server, ms since 1970; null before the first contact. */
export const leaseUntil = computed<number | null>(() => {
  const open = vault.value;
  const heard = syncStatus.value ? (open?.forSync.lastContactAt() ?? null) : null;
  if (!open || heard === null) return null;
  const hours = rows.value.organization.get(open.organization.id)?.offline_lease_hours;
  return heard + (hours ?? open.organization.offline_lease_hours) * HOUR_MS;
});

export const warnings = computed<Warning[]>(() => {
  const open = vault.value;
  if (!open) return [];
  const { installed, safari, persistence, free_bytes } = browser.value;
  const status = syncStatus.value;
  const now = slowNow.value;
  const oldest = outbox.value[0]?.mutation.made_at;
  const undecided = quarantine.value.some(({ at }) => now - at > DAY_MS);
  const until = leaseUntil.value;
  const found: [boolean, Warning][] = [
    [(status?.missing.length ?? 0) > 0, "missing"],
    [(status?.differing ?? 0) > 0, "differing"],
    [open.unreadable() > 0, "unreadable"],
    [free_bytes !== null && free_bytes < FULL_BYTES, "no-space"],
    [oldest !== undefined && now - Date.parse(oldest) > DAY_MS, "waiting-long"],
    [until !== null && until - now < LEASE_SOON_MS, "lease-soon"],
    [Math.abs(open.forSync.clockOffsetMs()) > SKEW_MS, "clock"],
    [undecided, "undecided-long"],
    [!installed && safari, "safari-tab"],
    [free_bytes !== null && free_bytes >= FULL_BYTES && free_bytes < LOW_BYTES, "low-space"],
    [persistence !== null && persistence !== "granted", "not-persistent"],
    [!installed && !safari, "in-tab"],
    [updateWaits.value, "update"],
  ];
  return found.filter(([holds]) => holds).map(([, warning]) => warning);
});

/** Those that cannot wait until somebody looks here. */
const URGENT: ReadonlySet<Warning> = new Set([
  "missing",
  "differing",
  "unreadable",
  "no-space",
  "waiting-long",
  "lease-soon",
  "clock",
  "safari-tab",
]);
export const urgent = computed(() => warnings.value.find((one) => URGENT.has(one)) ?? null);

function isInstalled(): boolean {
  if (typeof matchMedia === "undefined") return false;
  const asApp = ["standalone", "fullscreen", "minimal-ui"].some(
    (mode) => matchMedia(`(display-mode: ${mode})`).matches,
  );
  return asApp || (navigator as { standalone?: boolean }).standalone === true;
}

/** Safari, also as the engine of every browser on an iPad: the one that clears storage after seven days. */
function isSafari(): boolean {
  return (
    typeof navigator !== "undefined" &&
    /AppleWebKit/.test(navigator.userAgent) &&
    !/Chrom(e|ium)|Android/.test(navigator.userAgent)
  );
}
