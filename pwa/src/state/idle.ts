/**
 * Locking by itself: five minutes without a touch, one minute out of sight.
 *
 * Three times that while a clock runs: hands are on the patient then. The clock goes
 * on behind the lock, where it can be paused and stopped without a PIN.
 */
import { noteTouch } from "./evidence";
import { running, vault } from "./vault";

const IDLE_MS = 5 * 60_000;
const HIDDEN_MS = 60_000;
const WHILE_RUNNING = 3;
const LOOK_MS = 5_000;

let touchedAt = Date.now();
let hiddenAt: number | null = null;

/** Watch for touches; call once. */
export function lockWhenIdle(): void {
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, touched, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else look();
    hiddenAt = document.hidden ? hiddenAt : null;
  });
  setInterval(look, LOOK_MS);
}

function touched(): void {
  touchedAt = Date.now();
  noteTouch(touchedAt);
}

function look(): void {
  if (!vault.value) {
    touchedAt = Date.now();
    return;
  }
  const factor = running.value ? WHILE_RUNNING : 1;
  const at = Date.now();
  if (hiddenAt !== null && at - hiddenAt > HIDDEN_MS * factor) vault.value.lock("hidden");
  else if (at - touchedAt > IDLE_MS * factor) vault.value.lock("idle");
}
