// @vitest-environment happy-dom
/** A page whose worker was exchanged before it could listen loads anew, once, and only when it is quiet. */
import { afterEach, expect, test, vi } from "vitest";
import { registerServiceWorker, type Updates } from "./register";

const OWN = "/assets/start-old.js";
const registration = { waiting: null, active: {}, installing: null, addEventListener: () => {} };

/** A page of the version before, whose worker gives `entry`; what it loaded is of that `type`. */
async function page(entry: string, type = "navigate"): Promise<{ offer: Updates; reload: () => void }> {
  vi.spyOn(document, "querySelector").mockReturnValue({ getAttribute: () => OWN } as never);
  const serviceWorker = { controller: {}, register: async () => registration, addEventListener: () => {} };
  vi.stubGlobal("navigator", { serviceWorker });
  vi.stubGlobal("fetch", async () => new Response(`<script type="module" src="${entry}"></script>`));
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ type } as never]);
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  const offer = await registerServiceWorker(() => true);
  if (!offer) throw new Error("no worker");
  return { offer, reload };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a page that the worker before had given tells of the new one, and loads it when asked", async () => {
  const { offer, reload } = await page("/assets/start-new.js");
  const told = vi.fn();
  offer.subscribe(told);

  await vi.waitFor(() => expect(told).toHaveBeenCalled());

  expect(offer.waiting()).toBe(true);
  expect(offer.activate()).toBe(true);
  expect(reload).toHaveBeenCalledOnce();
  expect(offer.waiting()).toBe(false);
});

test.each<[string, string, string]>([
  ["of the worker's own version", OWN, "navigate"],
  ["that was just loaded anew", "/assets/start-new.js", "reload"],
])("a page %s stays", async (_name, entry, type) => {
  const { offer } = await page(entry, type);
  const told = vi.fn();
  offer.subscribe(told);

  await new Promise((done) => setTimeout(done));

  expect(offer.waiting()).toBe(false);
  expect(told).not.toHaveBeenCalled();
});
