/** Work of mine that waits sealed on the server until I say that it is mine. */
import { computed, effect, signal } from "@preact/signals";
import { ApiFault, call } from "../sync";
import { syncNow, waitsOnServer } from "./sync";
import { outbox, quarantine, vault } from "./vault";

/** What the server says about something that waits there. */
export interface Waiting {
  id: string;
  clinician_id: string;
  device_id: string;
  kind: string;
  mutation_id: string | null;
  received_at: string;
  reason: { title?: string; detail?: string; numbers?: number[] };
}

const listed = signal<readonly Waiting[]>([]);

/** Refused from another tablet of mine: this one has no copy, the server has. */
export const refusedElsewhere = signal<readonly Waiting[]>([]);

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

/** Ask the server once a vault is open, and after each decision; call once. */
export function lookForHandedIn(): void {
  effect(() => {
    quarantine.value.length; // a decision
    if (vault.value) void askHandedIn();
    else listed.value = refusedElsewhere.value = [];
  });
  effect(() => {
    waitsOnServer.value = handedIn.value.length + refusedElsewhere.value.length;
  });
}

/** Ask the server what waits; without it nothing changes on screen. */
export async function askHandedIn(): Promise<void> {
  const mine = vault.value?.clinician.id;
  try {
    const { quarantined } = await call<{ quarantined: Waiting[] }>("GET", "/api/quarantine");
    if (vault.value?.clinician.id !== mine) return; // locked meanwhile, or somebody else's turn
    const own = quarantined.filter((one) => one.clinician_id === mine);
    const here = vault.value?.deviceId;
    listed.value = own.filter(({ kind }) => kind === "sealed");
    refusedElsewhere.value = own.filter((one) => isRefused(one) && one.device_id !== here);
    await settleDecided(quarantined);
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause;
  }
}

/** Neither sealed nor left with the supervisors: those take it off the list. */
function isRefused({ kind }: Waiting): boolean {
  return kind !== "sealed" && kind !== "words.leave";
}

/** Copies of what was refused here and is decided by now go off the server's list. Their words stay there. */
async function settleDecided(quarantined: readonly Waiting[]): Promise<void> {
  const open = vault.value;
  if (!open || open.unreadable() > 0) return; // what cannot be read may be what is not decided yet
  const undecided = new Set([...open.outbox(), ...open.quarantine()].map(({ mutation }) => mutation.id));
  const decided = quarantined.filter(
    (one) =>
      isRefused(one) &&
      one.device_id === open.deviceId &&
      one.mutation_id !== null &&
      !undecided.has(one.mutation_id),
  );
  for (const { id } of decided) await call("POST", `/api/quarantine/${id}/settle`, {});
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
