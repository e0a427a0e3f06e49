/**
 * The page's side of the service worker: register it, and say when a new version waits.
 *
 * A new version takes over only when `isQuiet` says so: never while a clock runs or
 * a draft is unsaved. The page then loads once anew. It is looked for each hour and
 * whenever the app comes into sight, so that an old one never stays for a day of use.
 */
import { SERVICE_WORKER, trustedScript } from "../trusted-types";

const LOOK_EVERY_MS = 3_600_000;

export interface Updates {
  /** A new version is here and waits, or has taken over and this page is still the old one. */
  waiting(): boolean;
  /** Call `told` when a new version starts to wait; returns the way to stop. */
  subscribe(told: () => void): () => void;
  /** Let the waiting version take over, or load the one that has, if all is quiet; says whether it did. */
  activate(): boolean;
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
  if (wasControlled) void isOfAnotherVersion().then((is) => is && takeover.missed());
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
  const isHere = () => registration.waiting !== null && registration.active !== null;
  return {
    waiting: () => takeover.happened() || isHere(),
    subscribe: (one) => {
      told.add(one);
      return () => told.delete(one);
    },
    activate: () => {
      if (takeover.reload()) return true;
      if (!isHere() || !isQuiet()) return false;
      registration.waiting?.postMessage("activate");
      return true;
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
    location.reload();
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
 * Whether the worker that answers now has another version than this page.
 *
 * The browser lets a waiting one take over between two pages, and so maybe after this page was
 * given and before it listens. A page that was just loaded anew asks no more: never in a circle.
 */
async function isOfAnotherVersion(): Promise<boolean> {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const own = document.querySelector('script[type="module"][src]')?.getAttribute("src");
  if (!own || navigation?.type === "reload") return false;
  const page = await fetch("/index.html").then(
    (answer) => (answer.ok ? answer.text() : null),
    () => null,
  );
  return page !== null && !page.includes(`"${own}"`);
}

/** A tablet that lies open all day must hear of a new version too. */
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  const look = () => void registration.update().catch(() => {}); // offline
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  setInterval(look, LOOK_EVERY_MS);
}
