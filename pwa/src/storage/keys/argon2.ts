/**
 * From a PIN to 32 bytes: Argon2id (RFC 9106), slow on purpose, in a worker.
 *
 * 64 MiB and 3 passes where the tablet does that within a second; never less than
 * 19 MiB and 2 passes (OWASP's floor).
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
  { name: "argon2id", memory_kib: 46 * 1024, passes: 2 },
  { name: "argon2id", memory_kib: 19 * 1024, passes: 2 },
];
const FLOOR = COSTS.length - 1;
const LONGEST_MS = 1000;

/** Derive in a worker of its own, which is stopped afterwards so that its memory is free again. */
export const deriveInWorker: Derive = (pin, salt, cost) => {
  const worker = new Worker(trustedScript(ARGON2_WORKER), { type: "module" });
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

/** Find the highest cost that this tablet bears; returns the derived bytes with it. */
export async function calibrate(
  derive: Derive,
  pin: string,
  salt: Bytes,
  clock: () => number,
): Promise<{ cost: KdfCost; derived: Bytes }> {
  for (const [step, cost] of COSTS.entries()) {
    const started = clock();
    const derived = await derive(pin, salt, cost).catch((cause: unknown) => {
      if (step === FLOOR) throw cause; // not even the floor fits into memory
      return null;
    });
    if (derived && (step === FLOOR || clock() - started <= LONGEST_MS)) return { cost, derived };
  }
  throw new UnlockFault("no-key-worker");
}
