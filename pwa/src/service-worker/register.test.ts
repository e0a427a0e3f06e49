// @vitest-environment happy-dom
/** A page of the version before loads the new one when it is quiet, whatever the browser missed, and never in a circle. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Updates } from "./register";

const OWN = "/assets/start-old.js";
const NEW = "/assets/start-new.js";

interface Opened {
  offer: Updates;
  reload: ReturnType<typeof vi.fn>;
  fetched: ReturnType<typeof vi.fn>;
}

/** A page of the version before. Its worker gives `entry`; `waiting` is the one that waits. */
async function open(entry: string, waiting: object | null = null): Promise<Opened> {
  vi.spyOn(document, "querySelector").mockReturnValue({ getAttribute: () => OWN } as never);
  const registration = { waiting, active: {}, installing: null, addEventListener: () => {} };
  const serviceWorker = { controller: {}, register: async () => registration, addEventListener: () => {} };
  vi.stubGlobal("navigator", { serviceWorker });
  const fetched = vi.fn(async () => new Response(`<script type="module" src="${entry}"></script>`));
  vi.stubGlobal("fetch", fetched);
  const reload = vi.fn();
  vi.spyOn(location, "reload").mockImplementation(reload);
  vi.resetModules(); // each page has its own
  const { registerServiceWorker } = await import("./register");
  const offer = await registerServiceWorker(() => true);
  if (!offer) throw new Error("no worker");
  await new Promise((done) => setTimeout(done)); // it compares its version meanwhile
  return { offer, reload, fetched };
}

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a page that the worker before had given tells of the new one, and loads it when asked", async () => {
  const { offer, reload } = await open(NEW);

  expect(offer.waiting()).toBe(true);
  expect(offer.catchUp()).toBe(true);
  expect(reload).toHaveBeenCalledOnce();
  expect(offer.waiting()).toBe(false);
});

test("a page of the worker's own version stays", async () => {
  const { offer, reload } = await open(OWN);

  expect(offer.waiting()).toBe(false);
  expect(offer.catchUp()).toBe(false);
  expect(reload).not.toHaveBeenCalled();
});

test("a page that is given the old version again and again rests, until it had the new one", async () => {
  for (let times = 0; times < 3; times++) expect((await open(NEW)).offer.catchUp()).toBe(true);
  expect((await open(NEW)).offer.catchUp()).toBe(false);
  await open(OWN);
  expect((await open(NEW)).offer.catchUp()).toBe(true);
});

test("a waiting version is asked before anything else; asked in vain, the page loads anew", async () => {
  const postMessage = vi.fn();
  const { offer, reload, fetched } = await open(OWN, { postMessage });

  offer.activate();
  expect(postMessage).toHaveBeenCalledExactlyOnceWith("activate");
  expect(reload).not.toHaveBeenCalled();
  expect(fetched).not.toHaveBeenCalled(); // the worker before would have to live on for it
  offer.activate();
  expect(reload).toHaveBeenCalledOnce();
});

test("a page that is leaving is not loaded anew once more", async () => {
  const { offer, reload } = await open(NEW, { postMessage: vi.fn() });
  for (let looks = 0; looks < 5; looks++) offer.activate();

  expect(reload).toHaveBeenCalledOnce();
});

test("a version that never takes over makes no page load in a circle", async () => {
  let loads = 0;
  for (let pages = 0; pages < 10; pages++) {
    const { offer, reload } = await open(OWN, { postMessage: vi.fn() });
    for (let looks = 0; looks < 5; looks++) offer.activate();
    loads += reload.mock.calls.length;
  }
  expect(loads).toBe(3);
});

test("where nothing can be kept it does not load anew by itself", async () => {
  vi.spyOn(sessionStorage, "getItem").mockImplementation(() => {
    throw new DOMException("refused", "SecurityError");
  });
  expect((await open(NEW)).offer.waiting()).toBe(false);
});
