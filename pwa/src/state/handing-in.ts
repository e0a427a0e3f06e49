/**
 * Handing in what nobody can open just now: sealed, so no PIN is needed.
 *
 * Behind the lock and at the sign-in form, whenever the network is there: work whose
 * key is gone goes up and leaves the tablet on the receipt; of work that is only
 * locked, copies go up and the originals stay. Everything waits on the server until
 * its author signs in and confirms.
 */
import { effect } from "@preact/signals";
import { nextSealed, type SealedPart, StorageFault, sealedCopies, sealedReceived } from "../storage";
import { ApiFault, uploadPart, uploadSealed } from "../sync";
import { people, stage } from "./session";

const AGAIN_MS = 60_000;
const storage = { nextSealed, sealedReceived };
/** Ciphertexts that the server has a copy of, for as long as this page lives. */
const copied = new Set<string>();

/** Start looking; call once. */
export function handInWhenLocked(): void {
  let timer: ReturnType<typeof setInterval> | null = null;
  const look = () => void handIn();
  effect(() => {
    const shut = stage.value.at === "locked" || stage.value.at === "sign-in";
    if (shut && !timer) {
      timer = setInterval(look, AGAIN_MS);
      queueMicrotask(look);
    } else if (!shut && timer) {
      clearInterval(timer);
      timer = null;
    }
  });
  addEventListener("online", () => timer && look());
}

let underWay = false;

async function handIn(): Promise<void> {
  if (underWay || !navigator.onLine) return;
  underWay = true;
  try {
    for (const { clinician_id } of people.value) {
      if (!(await handInOf(clinician_id))) return;
    }
  } finally {
    underWay = false;
  }
}

/** Hand in what one person left; false when there is no network, so that no other need be tried. */
async function handInOf(clinicianId: string): Promise<boolean> {
  if (!(await tried(() => uploadSealed(clinicianId, storage)))) return false;
  let parts: readonly SealedPart[] = [];
  await tried(async () => {
    parts = await sealedCopies(clinicianId);
  });
  for (const part of parts) {
    if (!(await tried(() => copy(part)))) return false;
  }
  return true;
}

async function copy(part: SealedPart): Promise<void> {
  const name = part.upload.rows.map(({ iv }) => iv).join();
  if (copied.has(name)) return;
  await uploadPart(part);
  copied.add(name);
}

/**
 * Do one step; false only when there is no network.
 *
 * A part that the server refuses, or a browser busy with the database, is for the next look:
 * it holds up neither the parts beside it nor the other people of this tablet.
 */
async function tried(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
  } catch (cause) {
    if (!(cause instanceof ApiFault || cause instanceof StorageFault)) throw cause;
    return !(cause instanceof ApiFault && cause.kind === "no-network");
  }
  return true;
}
