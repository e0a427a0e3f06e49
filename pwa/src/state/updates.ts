/**
 * When a new version of the app may take over: where nobody works, and no clock runs.
 *
 * That is behind the lock, at an empty sign-in form, and at a desk that is out of
 * sight with nothing typed. Nobody's screen changes under their hands. All tabs must
 * agree: each holds a lock while somebody works in it.
 */
import { effect } from "@preact/signals";
import { lockScreen } from "../storage";
import { updateWaits } from "./health";
import { people, type Stage, stage } from "./session";

/** What the service worker offers; see service-worker/register.ts. */
export interface Offer {
  waiting(): boolean;
  subscribe(told: () => void): () => void;
  /** Load the version that another tab has let take over, if it is quiet here; says whether it does. */
  catchUp(): boolean;
  /** Take over if it is quiet here. A browser may need to be asked twice. */
  activate(): void;
}

const BUSY = "kinesync-busy";
const JUST_LOADED_MS = 15_000;
const LOOK_MS = 60_000;
/**
 * A page that was just left still counts as busy for a moment, and a browser may need to be asked twice;
 * one that works on for hours is not asked again.
 */
const AGAIN_MS = 3_000;
const AGAIN_TIMES = 2;

/** Whether this page could load anew without anybody losing anything. */
export function isQuiet(): boolean {
  const now = stage.peek();
  if (isTyped()) return false;
  if (now.at === "locked") return now.screen.running === null;
  if (now.at === "online") return document.hidden || performance.now() < JUST_LOADED_MS;
  return now.at === "sign-in" || now.at === "shut";
}

/** Let a waiting version take over as soon as it is quiet everywhere; call once. */
export function takeUpdates(offer: Offer): void {
  let again: ReturnType<typeof setTimeout> | undefined;
  const lookTimes = (more: number) => {
    clearTimeout(again);
    updateWaits.value = offer.waiting();
    if (!updateWaits.value || offer.catchUp()) return;
    void whenAllAreQuiet(() => offer.activate());
    if (more > 0) again = setTimeout(() => lookTimes(more - 1), AGAIN_MS);
  };
  const look = () => lookTimes(AGAIN_TIMES);
  effect(() => {
    holdWhileBusy(isBusy(stage.value));
    if (["locked", "sign-in", "shut", "online"].includes(stage.value.at)) queueMicrotask(look);
  });
  document.addEventListener("visibilitychange", look);
  offer.subscribe(look);
  setInterval(() => lookTimes(0), LOOK_MS);
}

/** Somebody works here, or a clock of theirs runs behind the lock. */
function isBusy(now: Stage): boolean {
  return now.at === "open" || now.at === "set-pin" || (now.at === "locked" && now.screen.running !== null);
}

/** Act if nobody works in any tab. */
async function whenAllAreQuiet(act: () => void): Promise<void> {
  if (!isQuiet() || (await someClockRuns())) return;
  if (!navigator.locks) return act();
  await navigator.locks.request(BUSY, { mode: "exclusive", ifAvailable: true }, (lock) => {
    if (lock) act();
  });
}

/** A clock of somebody whose lock screen is not the one that is shown. */
async function someClockRuns(): Promise<boolean> {
  const screens = await Promise.allSettled(people.peek().map((one) => lockScreen(one.clinician_id)));
  return screens.some((one) => one.status === "fulfilled" && one.value.running !== null);
}

let release: (() => void) | null = null;

function holdWhileBusy(busy: boolean): void {
  if (busy === (release !== null) || !navigator.locks) return;
  release?.();
  release = null;
  if (!busy) return;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(BUSY, { mode: "shared" }, () => held);
}

function isTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  return [...fields].some((one) => !["checkbox", "radio", "file"].includes(one.type) && one.value !== "");
}
