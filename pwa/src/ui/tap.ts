/**
 * A tap that acts as the finger lifts, not when the browser has made a click of it.
 *
 * Of a lifted finger the browser first makes a pressed look, mouse events and focus, and lays
 * them out and paints them; at a cheap tablet's speed that takes longer than storing the tap.
 * What it would make no click of is left to it: a slide, a long press, a second finger. So are
 * mouse, keyboard and screen reader, which click.
 */

/** Browsers allow a finger 10 to 15 px and half a second. */
const FARTHEST_PX = 10;
const LONGEST_MS = 500;

/** Where and when the finger came down; null while there are more than one. */
let down: { x: number; y: number; at: number } | null = null;

export interface Tapping {
  onPointerDown: (event: PointerEvent) => void;
  onTouchEnd: (event: TouchEvent) => void;
  onClick: () => void;
}

/** Return what a button needs to do `act` once with each tap, click or press of a key. */
export function tapping(act: () => void): Tapping {
  return {
    onPointerDown: ({ isPrimary, clientX: x, clientY: y, timeStamp: at }) => {
      down = isPrimary ? { x, y, at } : null;
    },
    onTouchEnd: (event) => {
      const button = event.currentTarget as HTMLElement;
      if (!button.isConnected || !isTap(event)) return;
      event.preventDefault(); // or it would be clicked as well
      act();
      requestAnimationFrame(() => focusOn(button));
    },
    onClick: act,
  };
}

/** Whether the browser would make a click of it. While the page scrolls, its end cannot be cancelled. */
function isTap({ cancelable, touches, changedTouches, timeStamp }: TouchEvent): boolean {
  const [finger, other] = changedTouches;
  if (!cancelable || !down || !finger || other || touches.length > 0) return false;
  const far = Math.hypot(finger.clientX - down.x, finger.clientY - down.y);
  return far <= FARTHEST_PX && timeStamp - down.at < LONGEST_MS;
}

/** As a click does: what had the focus loses it. It lays the page out, so it comes after what is to be stored. */
function focusOn(button: HTMLElement): void {
  if (button.isConnected) button.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
