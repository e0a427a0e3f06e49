/**
 * Handing in what nobody can open just now: sealed, so no PIN is needed.
 *
 * Behind the lock and at the sign-in form, whenever the network is there: work whose
 * key is gone goes up and leaves the tablet on the receipt; of work that is only
 * locked, copies go up and the originals stay. Everything waits on the server until
 * its author signs in and confirms.
 */
import { effect } from "@preact/signals";
import { nextSealed, type Person, StorageFault, sealedCopies, sealedReceived } from "../storage";
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
    for (const person of people.value) await handInOf(person);
  } catch (cause) {
    // No network, or the browser is busy with the database: the next look tries again.
    if (!(cause instanceof ApiFault || cause instanceof StorageFault)) throw cause;
  } finally {
    underWay = false;
  }
}

async function handInOf({ clinician_id }: Person): Promise<void> {
  await uploadSealed(clinician_id, storage);
  for (const part of await sealedCopies(clinician_id)) {
    const name = part.upload.rows.map(({ iv }) => iv).join();
    if (copied.has(name)) continue;
    await uploadPart(part);
    copied.add(name);
  }
}
