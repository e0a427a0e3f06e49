/**
 * From a PIN to 32 bytes: Argon2id (RFC 9106), slow on purpose, in a worker.
 *
 * As dear as this tablet can pay in 300 ms, which is what unlocking with gloves on
 * bears; never less than 19 MiB and 2 passes, OWASP's floor, however long that takes.
 * A PIN of six digits stays weak at any cost: what protects is the server's half.
 */
import { ARGON2_WORKER, trustedScript } from "../../trusted-types";
import type { Bytes } from "../bytes";
import { UnlockFault } from "../fault";
import type { Argon2Request } from "./argon2.worker";
import type { KdfCost } from "./records";

/** Turns a PIN into 32 bytes; rejects with UnlockFault "no-key-worker". */
export type Derive = (pin: string, salt: Bytes, cost: KdfCost) => Promise<Bytes>;

const DEARER: readonly KdfCost[] = [
  { name: "argon2id", memory_kib: 64 * 1024, passes: 3 },
  { name: "argon2id", memory_kib: 64 * 1024, passes: 2 },
  { name: "argon2id", memory_kib: 46 * 1024, passes: 2 },
  { name: "argon2id", memory_kib: 32 * 1024, passes: 2 },
];
const FLOOR: KdfCost = { name: "argon2id", memory_kib: 19 * 1024, passes: 2 };
const LONGEST_MS = 300;

/** A worker that has started and compiled already, waiting for a PIN. */
let waiting: Worker | null = null;

/** Start the key worker before it is needed: while the PIN is still being typed. */
export function warmUp(): void {
  if (waiting || typeof Worker === "undefined") return;
  const worker = startWorker();
  worker.addEventListener("error", () => {
    if (waiting === worker) waiting = null; // the next one is started with the PIN, and says why it fails
  });
  worker.postMessage(null);
  waiting = worker;
}

/** Derive in a worker of its own, which is stopped afterwards so that its memory is free again. */
export const deriveInWorker: Derive = (pin, salt, cost) => {
  const worker = waiting ?? startWorker();
  waiting = null;
  const derived = new Promise<Bytes>((resolve, reject) => {
    const fail = () => reject(new UnlockFault("no-key-worker"));
    worker.addEventListener("error", fail);
    worker.addEventListener("messageerror", fail);
    worker.addEventListener("message", ({ data }: MessageEvent<Bytes | null>) =>
      data ? resolve(data) : fail(),
    );
    const request: Argon2Request = { pin, salt, memory_kib: cost.memory_kib, passes: cost.passes };
    worker.postMessage(request);
  });
  return derived.finally(() => worker.terminate());
};

function startWorker(): Worker {
  return new Worker(trustedScript(ARGON2_WORKER), { type: "module" });
}

/**
 * Find the highest cost that this tablet bears; returns the derived bytes with it.
 *
 * The floor is tried first: it must do in any case, and tells about how much more is
 * affordable, so that nobody waits for costs that are out of reach.
 */
export async function calibrate(
  derive: Derive,
  pin: string,
  salt: Bytes,
  clock: () => number,
): Promise<{ cost: KdfCost; derived: Bytes }> {
  const tried = async (cost: KdfCost) => {
    const started = clock();
    const derived = await derive(pin, salt, cost);
    const took = clock() - started;
    return { cost, derived, took, affordable: (work(cost) * LONGEST_MS) / took };
  };
  const floor = await tried(FLOOR);
  let { affordable } = floor;
  for (const cost of DEARER) {
    if (work(cost) > affordable) continue;
    const one = await tried(cost).catch(() => null); // it does not fit into memory
    if (one && one.took <= LONGEST_MS) return one;
    affordable = one?.affordable ?? affordable;
  }
  return floor;
}

/** What a derivation costs, up to a factor that is the tablet's. */
function work({ memory_kib, passes }: KdfCost): number {
  return memory_kib * passes;
}
