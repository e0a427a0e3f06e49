// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RunningFact } from "../storage";
import { running } from "./vault";
import { keepAwake } from "./wake-lock";

const FACT = { segment_id: "s", visit_id: "v", started_at: "2026-11-23T17:00:00.000Z" } as RunningFact;

/** What the browser has given out, and the way to answer a request late. */
const given: { released: boolean; release: () => Promise<void> }[] = [];
let answer: () => void = () => {};

function give() {
  const sentinel = {
    released: false,
    release: async () => {
      sentinel.released = true;
    },
  };
  given.push(sentinel);
  return sentinel;
}

function browser(request: () => Promise<unknown>): void {
  Object.defineProperty(navigator, "wakeLock", { value: { request }, configurable: true });
}

const awake = () => given.filter((one) => !one.released).length;
const turn = () => new Promise<void>((done) => queueMicrotask(done)).then(() => vi.waitFor(() => true));
const hidden = (value: boolean) => {
  Object.defineProperty(document, "hidden", { value, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};

browser(async () => give());
keepAwake();

beforeEach(() => {
  given.length = 0;
  browser(async () => give());
});

afterEach(async () => {
  running.value = null;
  hidden(false);
  await turn();
});

test("the screen stays on from the start to the stop", async () => {
  running.value = FACT;
  await turn();
  expect(awake()).toBe(1);
  running.value = null;
  await turn();
  expect(awake()).toBe(0);
});

test("what the browser let go of while hidden is asked for again when seen", async () => {
  running.value = FACT;
  await turn();
  for (const one of given) one.released = true;
  hidden(true);
  hidden(false);
  hidden(false);
  await turn();
  expect([awake(), given.length]).toEqual([1, 2]);
});

test("a stop while the browser still thinks leaves nothing held", async () => {
  browser(() => new Promise((done) => (answer = () => done(give()))));
  running.value = FACT;
  running.value = null;
  answer();
  await turn();
  expect([awake(), given.length]).toEqual([0, 1]);
});

test("a refusal is no fault, and the next look asks again", async () => {
  browser(async () => {
    throw new DOMException("low battery", "NotAllowedError");
  });
  running.value = FACT;
  await turn();
  expect(awake()).toBe(0);
  browser(async () => give());
  hidden(false);
  await turn();
  expect(awake()).toBe(1);
});
