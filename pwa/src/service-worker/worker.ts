/**
 * The service worker: opens the app with the server dead, shows pushes, never syncs.
 *
 * It caches exactly the files of its build and checks each by SHA-256, when it is
 * installed, when it takes over and whenever it serves one: a poisoned or missing
 * entry is fetched again. It never touches /api, holds no key, and takes over only
 * when the app says so. Two builds are kept, so that a page of the one before still
 * finds its chunks: the one before is the last that took over, not the last that was
 * fetched, which may be half here.
 */
interface Build {
  id: string;
  files: { path: string; sha256: string }[];
}

declare const self: ServiceWorkerGlobalScope;
declare const __BUILD__: Build;

const build: Build = __BUILD__;
const PREFIX = "kinesync-";
const CACHE = PREFIX + build.id;
const INDEX = "/index.html";
/** In the cache of a build that took over: how many took over before it. No file of a build has this path. */
const TURN = "/turn";
const hashes = new Map(build.files.map(({ path, sha256 }) => [path, sha256]));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(self.skipWaiting());
});
self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== null) event.respondWith(serve(path, event.request));
});
// The same words for everybody: a lock screen must not tell who is treated, or when.
self.addEventListener("push", (event) => {
  const words = {
    body: "There is something to look at. Open the app.",
    tag: "kinesync",
    icon: "/icons/any-192.png",
  };
  event.waitUntil(self.registration.showNotification("Kinesync", words));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openApp());
});

/** The file of the build that a request asks for; null when it is none of our business. */
function pathOf(request: Request): string | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (/^\/(api|healthz)(\/|$)/.test(url.pathname) || url.pathname === "/sw.js") return null;
  if (request.mode === "navigate" && !hashes.has(url.pathname)) return INDEX;
  return hashes.has(url.pathname) || url.pathname.startsWith("/assets/") ? url.pathname : null;
}

async function serve(path: string, request: Request): Promise<Response> {
  if (!hashes.has(path)) return (await fromOtherBuild(path)) ?? fetch(request);
  const good = (await cached(path)) ?? (await heal(path).catch(() => null));
  return good ?? fetch(request); // the server has another build by now: as if there were no worker
}

/** The cached file, if it is what the build says. */
async function cached(path: string): Promise<Response | null> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(path);
  if (!found) return null;
  if (await isGenuine(path, found)) return found;
  await cache.delete(path);
  return null;
}

/** Get a file from a kept build with the same content, else from the server. Rejects when neither has it. */
async function heal(path: string): Promise<Response> {
  const response = (await twin(path)) ?? (await fetch(path, { cache: "no-cache", redirect: "error" }));
  if (!response.ok || !(await isGenuine(path, response)))
    throw new Error(`not the file of this build: ${path}`);
  await (await caches.open(CACHE)).put(path, response.clone());
  return response;
}

/** Walk the list twice: a worker that takes over meanwhile may let go of what the first walk had fetched. */
async function install(): Promise<void> {
  await healAll();
  await healAll();
}

async function healAll(): Promise<void> {
  for (const path of hashes.keys()) if (!(await cached(path))) await heal(path);
}

async function twin(path: string): Promise<Response | null> {
  const found = await fromOtherBuild(path);
  return found && (await isGenuine(path, found)) ? found : null;
}

async function fromOtherBuild(path: string): Promise<Response | null> {
  for (const name of await otherBuilds()) {
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
  return null;
}

async function isGenuine(path: string, response: Response): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex === hashes.get(path);
}

/** Other builds: the one that took over last comes first, those that never did come last. */
async function otherBuilds(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const turns = new Map(await Promise.all(names.map(async (name) => [name, await turnOf(name)] as const)));
  const turn = (name: string) => turns.get(name) ?? 0;
  return names.reverse().sort((a, b) => turn(b) - turn(a));
}

async function turnOf(name: string): Promise<number> {
  const found = await (await caches.open(name)).match(TURN);
  return found ? Number(await found.text()) : 0;
}

async function takeOver(): Promise<void> {
  await healAll().catch(() => {}); // offline: what is missing is fetched when it is asked for
  const [before, ...old] = await otherBuilds();
  const turn = 1 + (before ? await turnOf(before) : 0);
  const turns = await Promise.all(old.map(turnOf));
  const gone = old.filter((_, i) => turns[i] || !isAnotherComing()); // a coming one has had no turn yet
  await Promise.all(gone.map((name) => caches.delete(name)));
  // on a full disk it has no turn: the next build then keeps the one before this, not this one
  await (await caches.open(CACHE)).put(TURN, new Response(String(turn))).catch(() => {});
  await self.clients.claim();
}

/** Whether a newer build is being fetched, or is here whole. */
function isAnotherComing(): boolean {
  return self.registration.installing !== null || self.registration.waiting !== null;
}

async function openApp(): Promise<void> {
  const [open] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await (open ? open.focus() : self.clients.openWindow("/"));
}

export {};
