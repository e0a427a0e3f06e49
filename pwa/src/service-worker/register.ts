/**
 * The page's side of the service worker: register it, and say when a new version waits.
 *
 * A new version takes over only when `isQuiet` says so: never while a clock runs or
 * a draft is unsaved. The page then loads once anew. It is looked for each hour and
 * whenever the app comes into sight, so that an old one never stays for a day of use.
 *
 * A browser lets it take over once the worker before has nothing to do. Chromium may end that
 * one, start it again for a request that comes meanwhile, and then forget that another waits;
 * it thinks of it again when a page is loaded. So does the page: asked in vain, it loads anew.
 */
import { SERVICE_WORKER, trustedScript } from "../trusted-types";
import { loadAnew, mayLoadAnew, upToDate } from "./load-anew";

const LOOK_EVERY_MS = 3_600_000;

export interface Updates {
  /** A new version is here and waits, or has taken over and this page is still the old one. */
  waiting(): boolean;
  /** Call `told` when a new version starts to wait; returns the way to stop. */
  subscribe(told: () => void): () => void;
  /** Load the version that has taken over, if it is quiet here; says whether it does. */
  catchUp(): boolean;
  /** Ask the waiting version to take over if it is quiet here; load anew if it was asked in vain. */
  activate(): void;
}

/** Register the service worker; null where the browser has none (or refuses it). */
export async function registerServiceWorker(isQuiet: () => boolean): Promise<Updates | null> {
  if (!("serviceWorker" in navigator)) return null;
  const { serviceWorker } = navigator;
  const wasControlled = serviceWorker.controller !== null;
  const registration = await serviceWorker
    .register(trustedScript(SERVICE_WORKER), { scope: "/", updateViaCache: "none" })
    .catch(() => null);
  if (!registration) return null;
  const takeover = reloadAfterTakeover(serviceWorker, wasControlled, isQuiet);
  lookForUpdates(registration);
  const offer = updates(registration, isQuiet, takeover);
  // Not while one waits: the request would keep the worker before from ending, and a takeover is heard.
  if (wasControlled && !registration.waiting) void compare(takeover);
  return offer;
}

function updates(
  registration: ServiceWorkerRegistration,
  isQuiet: () => boolean,
  takeover: Takeover,
): Updates {
  const told = new Set<() => void>();
  const tell = () => {
    for (const one of told) one();
  };
  takeover.follow(tell);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => {
      if (registration.waiting) tell();
    });
  });
  let asked: ServiceWorker | null = null;
  const coming = () => (registration.active ? registration.waiting : null);
  return {
    waiting: () => takeover.happened() || coming() !== null,
    subscribe: (one) => {
      told.add(one);
      return () => told.delete(one);
    },
    catchUp: takeover.reload,
    activate: () => {
      const waiting = coming();
      if (!waiting || !isQuiet()) return;
      if (asked === waiting && mayLoadAnew(Date.now())) return loadAnew(Date.now());
      asked = waiting;
      waiting.postMessage("activate");
    },
  };
}

interface Takeover {
  /** Another version has taken over, and this page is still the one before. */
  happened(): boolean;
  /** Load anew if it did and all is quiet here; says whether it does. */
  reload(): boolean;
  /** It did before anybody listened. */
  missed(): void;
  /** Call `told` then. */
  follow(told: () => void): void;
}

/**
 * Another version has taken over, maybe at the wish of another tab: load anew as soon as it is quiet here.
 *
 * The first worker that takes over a page without one is of the page's own version.
 */
function reloadAfterTakeover(
  serviceWorker: ServiceWorkerContainer,
  wasControlled: boolean,
  isQuiet: () => boolean,
): Takeover {
  let own = wasControlled;
  let changed = false;
  const reload = () => {
    if (!changed || !isQuiet()) return false;
    changed = false;
    loadAnew(Date.now());
    return true;
  };
  serviceWorker.addEventListener("controllerchange", () => {
    changed = own;
    own = true;
    reload();
  });
  let told = () => {};
  return {
    happened: () => changed,
    reload,
    missed: () => {
      changed = true;
      told();
    },
    follow: (one) => {
      told = one;
    },
  };
}

/**
 * Find out whether the worker that answers now has another version than this page.
 *
 * The browser lets a waiting one take over between two pages, and so maybe after this page was
 * given and before it listens.
 */
async function compare(takeover: Takeover): Promise<void> {
  const own = document.querySelector('script[type="module"][src]')?.getAttribute("src");
  const page = await fetch("/index.html").then(
    (answer) => (answer.ok ? answer.text() : null),
    () => null,
  );
  if (!own || page === null) return;
  if (page.includes(`"${own}"`)) upToDate();
  else if (mayLoadAnew(Date.now())) takeover.missed();
}

/** A tablet that lies open all day must hear of a new version too. */
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  const look = () => void registration.update().catch(() => {}); // offline
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  setInterval(look, LOOK_EVERY_MS);
}
