// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tapping } from "./tap";

let acted = 0;

beforeEach(() => {
  acted = 0;
});

afterEach(cleanup);

function show(): HTMLElement {
  const act = () => {
    acted += 1;
  };
  render(
    <button type="button" {...tapping(act)}>
      Start
    </button>,
  );
  return screen.getByRole("button");
}

const FINGER = { clientX: 100, clientY: 100 };

interface Lifting {
  at?: { clientX: number; clientY: number };
  after?: number;
  /** Fingers that stay on the screen. */
  others?: number;
  cancelable?: boolean;
}

/** Lift the finger; return whether the browser shall still make a click of it. */
function lift(button: HTMLElement, { at = FINGER, after = 80, others = 0, cancelable = true }: Lifting = {}) {
  const end = new Event("touchend", { bubbles: true, cancelable });
  const touches = Array.from({ length: others }, () => ({ clientX: 300, clientY: 300 }));
  Object.defineProperties(end, {
    touches: { value: touches },
    changedTouches: { value: [at] },
    timeStamp: { value: downAt + after },
  });
  return button.dispatchEvent(end);
}

let downAt = 0;

function press(button: HTMLElement, changes: { isPrimary?: boolean } = {}): void {
  const down = new Event("pointerdown", { bubbles: true });
  downAt = down.timeStamp;
  for (const [name, value] of Object.entries({ isPrimary: true, ...FINGER, ...changes })) {
    Object.defineProperty(down, name, { value });
  }
  button.dispatchEvent(down);
}

test("a finger that lifts acts at once, and no click follows that would act again", () => {
  const button = show();
  press(button);
  expect([lift(button), acted]).toEqual([false, 1]);
});

test("a mouse, a key and a screen reader click", () => {
  fireEvent.click(show());
  expect(acted).toBe(1);
});

test.each([
  ["a slide", { at: { clientX: 100, clientY: 120 } }],
  ["a long press", { after: 600 }],
  ["a finger beside another", { others: 1 }],
  ["the end of a scroll", { cancelable: false }],
] satisfies [string, Lifting][])("%s is left to the browser", (_, lifting) => {
  const button = show();
  press(button);
  expect([lift(button, lifting), acted]).toEqual([true, 0]);
});

test("of two fingers that came down the last to lift does not act", () => {
  const button = show();
  press(button);
  press(button, { isPrimary: false });
  expect([lift(button), acted]).toEqual([true, 0]);
});

test("a button that went away under the finger does not act", () => {
  const button = show();
  press(button);
  button.remove();
  expect([lift(button), acted]).toEqual([true, 0]);
});

test("a tap takes the focus from a field, as a click does", async () => {
  const button = show();
  const field = document.body.appendChild(document.createElement("input"));
  field.focus();
  press(button);
  lift(button);
  await new Promise((painted) => requestAnimationFrame(painted));
  expect(document.activeElement).toBe(button);
  field.remove();
});
