/**
 * When a new version of the app may take over: behind the lock screen, with no clock running.
 *
 * Nobody's screen changes under their hands, and no draft is open there.
 */
import { effect } from "@preact/signals";
import { updateWaits } from "./health";
import { stage } from "./session";

/** What the service worker offers; see service-worker/register.ts. */
export interface Offer {
  waiting(): boolean;
  subscribe(told: () => void): () => void;
  activate(): boolean;
}

/** Whether the page could load anew without anybody losing anything. */
export function isQuiet(): boolean {
  const now = stage.peek();
  return now.at === "locked" && now.screen.running === null;
}

/** Let a waiting version take over as soon as it is quiet; call once. */
export function takeUpdates(offer: Offer): void {
  effect(() => {
    if (stage.value.at === "locked") offer.activate();
  });
  offer.subscribe(() => {
    updateWaits.value = offer.waiting();
    offer.activate();
  });
}
