/** Keep the screen on while a clock runs; the browser lets go when the page is hidden, so ask again. */
import { effect } from "@preact/signals";
import { running } from "./vault";

let held: WakeLockSentinel | null = null;

/** Call once. Browsers without it just let the screen sleep: the clock does not depend on it. */
export function keepAwake(): void {
  if (!("wakeLock" in navigator)) return;
  effect(() => {
    if (running.value) void hold();
    else void release();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && running.value) void hold();
  });
}

async function hold(): Promise<void> {
  if (held && !held.released) return;
  try {
    held = await navigator.wakeLock.request("screen");
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause; // low battery, or hidden just now
  }
}

async function release(): Promise<void> {
  const lock = held;
  held = null;
  await lock?.release();
}
