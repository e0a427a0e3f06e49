/** What storage needs from outside: the slow key derivation and two clocks. */
import { type Derive, deriveInWorker, warmUp } from "./keys/argon2";
import type { Clock } from "./vault";

export interface Tools extends Clock {
  derive: Derive;
  /** Get `derive` going before there is a PIN. */
  warmUp(): void;
}

export const browserTools: Tools = {
  derive: deriveInWorker,
  warmUp,
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
