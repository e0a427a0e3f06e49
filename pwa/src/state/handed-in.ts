/** Work of mine that waits sealed on the server until I say that it is mine. */
import { computed, effect, signal } from "@preact/signals";
import { ApiFault, call } from "../sync";
import { syncNow } from "./sync";
import { outbox, vault } from "./vault";

/** What the server says about something that waits there. */
export interface Waiting {
  id: string;
  clinician_id: string;
  device_id: string;
  kind: string;
  received_at: string;
  reason: { numbers?: number[] };
}

const listed = signal<readonly Waiting[]>([]);

/** Handed in by a tablet of mine; without what this very tablet is about to send itself. */
export const handedIn = computed(() => {
  const open = vault.value;
  if (!open) return [];
  const waiting = new Set(outbox.value.map(({ n }) => n));
  return listed.value.filter(
    ({ device_id, reason }) =>
      device_id !== open.deviceId || !(reason.numbers ?? []).every((n) => waiting.has(n)),
  );
});

/** Ask the server once a vault is open; call once. */
export function lookForHandedIn(): void {
  effect(() => {
    if (vault.value) void askHandedIn();
    else listed.value = [];
  });
}

/** Ask the server what waits; without it nothing changes on screen. */
export async function askHandedIn(): Promise<void> {
  const mine = vault.value?.clinician.id;
  try {
    const { quarantined } = await call<{ quarantined: Waiting[] }>("GET", "/api/quarantine");
    if (vault.value?.clinician.id !== mine) return; // locked meanwhile, or somebody else's turn
    listed.value = quarantined.filter((one) => one.kind === "sealed" && one.clinician_id === mine);
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause;
  }
}

/** Say that it is mine: resolves with how many of its changes are in, and how many could not be. */
export async function takeIn(one: Waiting): Promise<{ applied: number; others: number }> {
  type Said = { verdict: string; first?: { verdict: string } };
  const { verdicts } = await call<{ verdicts: Said[] }>("POST", `/api/quarantine/${one.id}/confirm`, {});
  const applied = verdicts.filter(({ verdict, first }) => (first?.verdict ?? verdict) === "applied").length;
  await syncNow();
  await askHandedIn();
  return { applied, others: verdicts.length - applied };
}
