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

const COSTS: readonly [KdfCost, ...KdfCost[]] = [
  { name: "argon2id", memory_kib: 64 * 1024, passes: 3 },
  { name: "argon2id", memory_kib: 64 * 1024, passes: 2 },
  { name: "argon2id", memory_kib: 46 * 1024, passes: 2 },
  { name: "argon2id", memory_kib: 32 * 1024, passes: 2 },
  { name: "argon2id", memory_kib: 19 * 1024, passes: 2 },
];
const FLOOR = COSTS.length - 1;
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
 * Each try tells how much less would fit, so that a slow tablet does not try them all.
 */
export async function calibrate(
  derive: Derive,
  pin: string,
  salt: Bytes,
  clock: () => number,
): Promise<{ cost: KdfCost; derived: Bytes }> {
  let affordable = Number.POSITIVE_INFINITY;
  for (const [step, cost] of COSTS.entries()) {
    if (work(cost) > affordable && step !== FLOOR) continue;
    const started = clock();
    const derived = await derive(pin, salt, cost).catch((cause: unknown) => {
      if (step === FLOOR) throw cause; // not even the floor fits into memory
      return null;
    });
    const took = clock() - started;
    if (derived && (step === FLOOR || took <= LONGEST_MS)) return { cost, derived };
    if (derived) affordable = (work(cost) * LONGEST_MS) / took;
  }
  throw new UnlockFault("no-key-worker");
}

/** What a derivation costs, up to a factor that is the tablet's. */
function work({ memory_kib, passes }: KdfCost): number {
  return memory_kib * passes;
}
