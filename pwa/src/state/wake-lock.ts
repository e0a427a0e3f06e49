/**
 * Keep the screen on while a clock runs; the browser lets go when the page is hidden, so ask again.
 *
 * Behind the lock the screen may sleep: a clock that nobody touches for a quarter of an hour
 * would empty the battery over night, and it does not depend on the screen.
 */
import { effect } from "@preact/signals";
import { running } from "./vault";

let held: WakeLockSentinel | null = null;
let asking = false;

/** Call once. Browsers without it just let the screen sleep. */
export function keepAwake(): void {
  if (!("wakeLock" in navigator)) return;
  effect(() => {
    if (running.value) void hold();
    else void letGo();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && running.value) void hold();
  });
}

async function hold(): Promise<void> {
  if (asking || (held && !held.released)) return;
  asking = true;
  try {
    held = await navigator.wakeLock.request("screen");
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause; // low battery, or hidden just now
  } finally {
    asking = false;
  }
  if (!running.peek()) await letGo(); // it was stopped while the browser thought about it
}

async function letGo(): Promise<void> {
  const lock = held;
  held = null;
  await lock?.release();
}
