// @vitest-environment happy-dom
/** A new version waits until nobody works and no clock runs, in this tab and in all others. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { makeEnrolment, makeRunning } from "../storage/for-tests";
import { type Stage, stage } from "./session";
import { isQuiet, takeUpdates } from "./updates";

const { clinician, organization } = makeEnrolment("");
const person = { clinician_id: clinician.id, device_id: "d", shown_as: "Rowan T." };
const screen = { only_here: 0, shredded: false, lease_expired: false, wait_seconds: 0, tries_left: 10 };
const locked = (running: ReturnType<typeof makeRunning> | null): Stage => ({
  at: "locked",
  person,
  screen: { ...screen, running },
  why: null,
});

beforeEach(() => {
  document.body.innerHTML = "";
});

test.each<[string, Stage, boolean]>([
  ["behind the lock", locked(null), true],
  ["behind the lock while a clock runs", locked(makeRunning()), false],
  ["while somebody works", { at: "open" }, false],
  ["while somebody chooses a PIN", { at: "set-pin", signedIn: { clinician, organization } }, false],
  ["where nothing can be read", { at: "shut", why: "newer" }, true],
  ["at an empty sign-in form", { at: "sign-in", why: null, person: null }, true],
])("%s it may take over: %o", (_name, now, may) => {
  stage.value = now;
  expect(isQuiet()).toBe(may);
});

test("something typed is never taken away", () => {
  stage.value = locked(null);
  const pin = document.body.appendChild(document.createElement("input"));
  expect(isQuiet()).toBe(true);
  pin.value = "7391";
  expect(isQuiet()).toBe(false);
});

test("a desk in sight waits, one out of sight does not", () => {
  stage.value = { at: "online", signedIn: { clinician, organization } };
  vi.spyOn(performance, "now").mockReturnValue(60_000);
  expect(isQuiet()).toBe(false);
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  expect(isQuiet()).toBe(true);
});

test("while somebody works in another tab it asks twice more, then once a minute", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval"] });
  const request = vi.fn(async (_name: string, _options: unknown, act: (lock: null) => void) => act(null));
  vi.stubGlobal("navigator", { ...navigator, locks: { request } });
  const activate = vi.fn();
  stage.value = locked(null);

  takeUpdates({ waiting: () => true, subscribe: () => () => {}, catchUp: () => false, activate });
  await vi.advanceTimersByTimeAsync(59_000);
  expect(request).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(10 * 60_000);

  expect(request).toHaveBeenCalledTimes(13);
  expect(activate).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
