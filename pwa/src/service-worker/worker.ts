/** The service worker: caches the build. */
declare const self: ServiceWorkerGlobalScope;
declare const __BUILD__: { id: string; files: { path: string; sha256: string }[] };
const build = __BUILD__;
self.addEventListener("install", (event) => event.waitUntil(caches.open(build.id)));

export {};
