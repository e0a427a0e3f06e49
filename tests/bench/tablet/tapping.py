"""Start, switch and stop: from the finger to the disk, and from the finger to the next paint.

A tap begins where the finger lifts. Of the same tap the browser gives `pointerup` and `click` the same
instant; the app acts on the first and lets no click come of it, so the first is listened to.
Playwright lifts the finger in the instant in which it comes down: what a browser does while a finger is
down, which takes a real one a tenth of a second, falls into these times.
"""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.bench.tablet.watching import SLOWER, median, p95, slow_down
from tests.e2e.browsers.chromium import Chromium

ROUNDS = 15
EMPTY_WRITES = 40
ALLOWED_COMMIT_MS = 50
ALLOWED_PAINT_MS = 100

# When each tap's strict transaction on the work database was complete, and how long the next paint took.
NOTE_TAPS = """() => {
  const begin = IDBDatabase.prototype.transaction;
  const taps = {committed: [], painted: [], heard: [], tapped: 0};
  window.taps = taps;
  IDBDatabase.prototype.transaction = function (...asked) {
    const transaction = begin.apply(this, asked);
    if (asked[2]?.durability === "strict" && this.name.startsWith("kinesync-work")) {
      transaction.addEventListener("complete", () => {
        if (taps.tapped) taps.committed.push(performance.now() - taps.tapped);
        taps.tapped = 0;
      });
    }
    return transaction;
  };
  addEventListener("pointerup", (event) => {
    if (!event.target.closest(".dock")) return;
    taps.tapped = event.timeStamp;
    taps.heard.push(performance.now() - event.timeStamp);
  }, true);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "pointerup") taps.painted.push(entry.duration);
  }).observe({type: "event", durationThreshold: 16});
}"""
TIME_AN_EMPTY_WRITE = """() => new Promise((told, fail) => {
  const opening = indexedDB.open("bench", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("s");
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const began = performance.now();
    const writing = opening.result.transaction("s", "readwrite", {durability: "strict"});
    writing.objectStore("s").put(1, 1);
    writing.oncomplete = () => { opening.result.close(); told(performance.now() - began); };
  };
})"""


def taps(tablet: Chromium) -> Iterator[str]:
    """Start, switch and stop again and again in the visit that is open."""
    page = tablet.page
    page.evaluate(NOTE_TAPS)
    slow = slow_down(tablet, page)
    empty = p95([page.evaluate(TIME_AN_EMPTY_WRITE) for _ in range(EMPTY_WRITES)])
    for _ in range(ROUNDS):
        for button in (".dock .go", ".dock .switch", ".dock .stop"):
            _tap(page, button)
    page.wait_for_function("(taps) => window.taps.committed.length >= taps", arg=3 * ROUNDS)
    commits: list[float] = page.evaluate("() => window.taps.committed")
    committed = p95(commits)
    heard = median(page.evaluate("() => window.taps.heard"))
    painted = p95(page.evaluate("() => window.taps.painted"))
    slow.detach()
    yield (
        f"start, switch and stop to committed, {SLOWER}x slower: p95 of {3 * ROUNDS} {committed:.0f} ms, "
        f"{committed / ALLOWED_COMMIT_MS:.2f} of {ALLOWED_COMMIT_MS} ms allowed, "
        f"{committed / empty:.1f} empty strict writes; median {median(commits):.0f} ms, "
        f"of which {heard:.0f} ms pass before the app hears of the tap"
    )
    yield (
        f"the same to the next paint: p95 {painted:.0f} ms, "
        f"{painted / ALLOWED_PAINT_MS:.2f} of {ALLOWED_PAINT_MS} ms allowed"
    )


def _tap(page: Page, selector: str) -> None:
    """Tap where the button is once it takes taps again."""
    page.wait_for_function(
        "(one) => document.querySelector(one)?.getAttribute('aria-disabled') === 'false'", arg=selector
    )
    done: int = page.evaluate("() => window.taps.committed.length")
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("(done) => window.taps.committed.length > done", arg=done)
