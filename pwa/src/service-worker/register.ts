/**
 * The page's side of the service worker: register it, and say when a new version waits.
 *
 * A new version takes over only when `isQuiet` says so: never while a clock runs or
 * a draft is unsaved. The page then loads once anew.
 */
import { SERVICE_WORKER, trustedScript } from "../trusted-types";

export interface Updates {
  /** A new version is here and waits. */
  waiting(): boolean;
  /** Call `told` when a new version starts to wait; returns the way to stop. */
  subscribe(told: () => void): () => void;
  /** Let the waiting version take over, if all is quiet; says whether it was asked to. */
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
  if (wasControlled) reloadOnce(serviceWorker, isQuiet);
  lookForUpdates(registration);
  return updates(registration, isQuiet);
}

function updates(registration: ServiceWorkerRegistration, isQuiet: () => boolean): Updates {
  const told = new Set<() => void>();
  const tell = () => {
    for (const one of told) one();
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => {
      if (registration.waiting) tell();
    });
  });
  const waiting = () => registration.waiting !== null && registration.active !== null;
  return {
    waiting,
    subscribe: (one) => {
      told.add(one);
      return () => told.delete(one);
    },
    activate: () => {
      if (!waiting() || !isQuiet()) return false;
      registration.waiting?.postMessage("activate");
      return true;
    },
  };
}

/** Another version has taken over, maybe at the wish of another tab: load anew as soon as it is quiet here. */
function reloadOnce(serviceWorker: ServiceWorkerContainer, isQuiet: () => boolean): void {
  let changed = false;
  const reload = () => {
    if (changed && isQuiet()) location.reload();
  };
  serviceWorker.addEventListener(
    "controllerchange",
    () => {
      changed = true;
      reload();
    },
    { once: true },
  );
  document.addEventListener("visibilitychange", reload);
}

function lookForUpdates(registration: ServiceWorkerRegistration): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {}); // offline
  });
}
