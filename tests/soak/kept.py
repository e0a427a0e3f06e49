"""What the app keeps on a tablet: its builds, a version that waits, drafts. Asked from inside its page."""

from playwright.sync_api import Page

# The same way the page looks for one, each hour and whenever it comes into sight.
WAITS = """async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update().catch(() => {});
  const coming = registration.installing;
  if (coming) await new Promise((done) => {
    const settled = () => ["installed", "redundant"].includes(coming.state) && done();
    coming.addEventListener("statechange", settled);
    settled();
  });
  return registration.waiting !== null;
}"""
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    kept[name] = {};
    for (const request of await cache.keys()) {
      const digest = await crypto.subtle.digest("SHA-256", await (await cache.match(request)).arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      kept[name][new URL(request.url).pathname] = hex;
    }
  }
  return Object.values(kept);
}"""
DRAFTS = """async () => {
  let drafts = 0;
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("kinesync-work")) continue;
    const database = await new Promise((done) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
    });
    drafts += await new Promise((done) => {
      const request = database.transaction("drafts").objectStore("drafts").count();
      request.onsuccess = () => done(request.result);
    });
    database.close();
  }
  return drafts;
}"""


def update_waits(page: Page) -> bool:
    """Look for another version; return whether one is here whole and waits."""
    waits: bool = page.evaluate(WAITS)
    return waits


def kept_builds(page: Page) -> list[dict[str, str]]:
    """Return the SHA-256 of the files of each build that is kept, by path."""
    kept: list[dict[str, str]] = page.evaluate(KEPT)
    for files in kept:
        files.pop("/turn", None)  # the worker's own entry
    return kept


def stored_drafts(page: Page) -> int:
    """Return how many drafts are on the disk of the tablet."""
    drafts: int = page.evaluate(DRAFTS)
    return drafts
