/** The open vault as signals: rows, queues and the running clock, renewed after every change. */
import { computed, signal } from "@preact/signals";
import type { Author, Rows } from "../domain/types";
import { emptyRows } from "../domain/types";
import type { LockReason, Quarantined, Queued, RunningFact, Vault } from "../storage";

export const vault = signal<Vault | null>(null);
export const rows = signal<Rows>(emptyRows());
/** Every row is in `rows`, not only those of Today. */
export const complete = signal(false);
/** Something was pulled to this tablet at some time: an empty list means that there is nothing. */
export const fetched = signal(false);
export const running = signal<RunningFact | null>(null);
export const outbox = signal<readonly Queued[]>([]);
export const quarantine = signal<readonly Quarantined[]>([]);
/** What was recorded or typed last could not be stored. */
export const lastNotStored = signal(false);

/** Who works here; the author of everything written. */
export const me = computed<Author>(() => {
  const clinician = vault.value?.clinician;
  return {
    clinician_id: clinician?.id ?? "",
    name: clinician?.name ?? "",
    credentials: clinician?.credentials ?? "",
  };
});

/** The zone in which days and times are said: the organization's. */
export const zone = computed(() => vault.value?.organization.time_zone ?? "UTC");

let unsubscribe: (() => void) | null = null;

/** Show an opened vault; `onLocked` is called when it locks, here or in another tab. */
export function showVault(opened: Vault, onLocked: (reason: LockReason) => void): void {
  unsubscribe?.();
  vault.value = opened;
  read(opened);
  unsubscribe = opened.subscribe((change) => {
    if (change.kind === "changed") return read(opened);
    forget();
    onLocked(change.reason);
  });
}

function read(opened: Vault): void {
  rows.value = opened.rows();
  complete.value = opened.complete();
  fetched.value = opened.forSync.cursor() !== null;
  running.value = opened.running();
  outbox.value = opened.outbox();
  quarantine.value = opened.quarantine();
  lastNotStored.value = opened.lastNotStored();
}

function forget(): void {
  unsubscribe?.();
  unsubscribe = null;
  vault.value = null;
  rows.value = emptyRows();
  complete.value = false;
  fetched.value = false;
  running.value = null;
  outbox.value = [];
  quarantine.value = [];
  lastNotStored.value = false;
}

/** The vault, for what is only on screen while it is open. */
export function openVault(): Vault {
  if (!vault.value) throw new Error("no vault is open");
  return vault.value;
}
