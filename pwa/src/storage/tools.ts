/** What storage needs from outside: the slow key derivation and two clocks. */
import { type Derive, deriveInWorker } from "./keys/argon2";
import type { Clock } from "./vault";

export interface Tools extends Clock {
  derive: Derive;
}

export const browserTools: Tools = {
  derive: deriveInWorker,
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
