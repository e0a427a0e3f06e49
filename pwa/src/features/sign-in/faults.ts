/** What went wrong while signing in, setting a PIN or unlocking, in words. */
import { PinRefused, StorageFault, UnlockFault } from "../../storage";
import { ApiFault } from "../../sync";
import { words as w } from "../../words";

/** Say it, or throw on what nobody foresaw. */
export function faultWords(cause: unknown): string {
  if (cause instanceof ApiFault) return apiWords(cause);
  if (cause instanceof UnlockFault) return unlockWords(cause);
  if (cause instanceof PinRefused) return w.pin.refused[cause.kind];
  if (cause instanceof StorageFault) return w.storage[cause.kind];
  throw cause;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  "/problems/wrong-credentials": w.signIn.wrong,
  "/problems/second-factor-needed": w.signIn.codeNeeded,
  "/problems/second-factor-wrong": w.signIn.codeWrong,
  "/problems/device-revoked": w.signIn.revoked,
};

function apiWords(fault: ApiFault): string {
  if (fault.kind === "no-network") return w.signIn.noNetwork;
  if (fault.kind === "not-ours") return w.signIn.notOurs;
  const known = PROBLEMS[fault.type ?? ""];
  if (known) return known;
  if (fault.status === 429) return w.signIn.tooMany(fault.retryAfterSeconds ?? 60);
  return fault.status >= 500 ? w.signIn.serverTrouble : (fault.problem?.title ?? w.signIn.serverTrouble);
}

function unlockWords(fault: UnlockFault): string {
  if (fault.kind !== "wrong-pin") return w.lock.fault[fault.kind](fault.waitSeconds);
  return w.lock.wrongPin(fault.triesLeft, fault.waitSeconds);
}

/** Whether the server asks for the code of an authenticator app. */
export function wantsCode(cause: unknown): boolean {
  return (
    cause instanceof ApiFault &&
    (cause.type === "/problems/second-factor-needed" || cause.type === "/problems/second-factor-wrong")
  );
}
