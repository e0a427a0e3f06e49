/** The Sync pill: what is on the server, what is only here, what needs a decision. */
import { computed, signal } from "@preact/signals";
import { having } from "../domain/having";
import type { CommentRow } from "../domain/types";
import type { Vault } from "../storage";
import { createSync, type Sync, type SyncStatus } from "../sync";
import { lastNotStored, me, outbox, quarantine, rows } from "./vault";

export const syncStatus = signal<SyncStatus | null>(null);

let sync: Sync | null = null;

export function followSync(opened: Vault): void {
  stopSync();
  sync = createSync(opened);
  syncStatus.value = sync.status();
  sync.subscribe((status) => {
    syncStatus.value = status;
  });
}

export function stopSync(): void {
  sync?.stop();
  sync = null;
  syncStatus.value = null;
}

/** Sync at once, also after a new sign-in; resolves when the attempt is over. */
export function syncNow(): Promise<void> {
  return sync?.now() ?? Promise.resolve();
}

/** Comments of returned visits that this clinician has not answered. */
export const unanswered = computed<CommentRow[]>(() =>
  [...rows.value.comment.values()]
    .filter(({ answer, visit_id }) => answer === null && isReturned(visit_id) && isMine(visit_id))
    .sort((a, b) => a.at.localeCompare(b.at)),
);

function isReturned(visitId: string): boolean {
  return having(rows.value.review, "visit_id", visitId).some((one) => one.state === "returned");
}

function isMine(visitId: string): boolean {
  const mine = me.value.clinician_id;
  if (rows.value.visit.get(visitId)?.started_by === mine) return true;
  return having(rows.value.signature, "visit_id", visitId).some((one) => one.signed_by === mine);
}

/** Signed visits whose facts the server holds otherwise: they wait to be signed again. */
export const signAgain = computed(() =>
  [...rows.value.visit.values()].filter((one) => one.status === "sign-again" && isMine(one.id)),
);

/** What sync itself could not settle: refused, in conflict, unreadable. */
const unsettled = computed(() => Math.max(syncStatus.value?.attention ?? 0, quarantine.value.length));

/** What waits on the server for this clinician, from other tablets; see handed-in.ts. */
export const waitsOnServer = signal(0);

/** What arrived well and still asks for the clinician: returned visits, signatures that did not match. */
const asked = computed(
  () =>
    new Set(unanswered.value.map((one) => one.visit_id)).size + signAgain.value.length + waitsOnServer.value,
);

/** How many things need a decision. */
export const attentionCount = computed(() => unsettled.value + asked.value);

export interface Pill {
  kind: "saved" | "local" | "attention";
  count: number;
  /** Beside a sync that is well: returned visits that wait. */
  asked: number;
  /** What was recorded or typed last is not even on this tablet. */
  notStored: boolean;
  offline: boolean;
  at: number | null;
}

export const pill = computed<Pill>(() => {
  const status = syncStatus.value;
  const offline = status?.kind === "offline";
  const at = status?.last_saved_at ?? null;
  const onlyHere = Math.max(status?.only_here ?? 0, outbox.value.length);
  const common = { asked: asked.value, notStored: lastNotStored.value, offline, at };
  if (unsettled.value > 0) return { ...common, kind: "attention", count: attentionCount.value, asked: 0 };
  if (onlyHere > 0) return { ...common, kind: "local", count: onlyHere };
  return { ...common, kind: at === null ? "local" : "saved", count: 0 };
});
