"""The first pull of a large caseload, and Today over it."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.bench.caseload import PATIENTS_MORE, VISITS_EACH
from tests.bench.tablet.watching import SLOWER, median, seen, slow_down, watch
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.steps import PIN, offline_ready, sign_in

ALLOWED_PULL_MS = 5000
ALLOWED_TODAY_MS = 300
VISITS_TO_TODAY = 7

# The same pages, fetched and read one after the other and thrown away: nothing can be faster.
FETCH_ALONE = """async () => {
  const began = performance.now();
  for (let cursor = "";;) {
    const answer = await fetch(`/api/sync/pull?limit=1000${cursor}`, {headers: {"X-Kinesync": "1"}});
    const page = await answer.json();
    if (!page.has_more) return performance.now() - began;
    cursor = `&cursor=${encodeURIComponent(page.cursor)}`;
  }
}"""
FIRST_PULL_BEGAN = """() => performance.getEntriesByType("resource")
  .find((entry) => entry.name.includes("/api/sync/pull")).startTime"""


def first_pull(tablet: Chromium, url: str) -> Iterator[str]:
    """Set a PIN on an empty tablet; time from the first request until everything is kept and shown."""
    page = tablet.page
    watch(page)
    page.goto(url)
    sign_in(page, "pt")
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_label("Repeat PIN").fill(PIN)
    slow = slow_down(tablet, page)
    page.get_by_role("button", name="Use this PIN").click()
    done = seen(page, "fetched")
    began = page.evaluate(FIRST_PULL_BEGAN)
    usable = seen(page, "today") - began
    took = done - began
    bars: list[str] = page.evaluate("() => window.bench.bars")
    alone: float = page.evaluate(FETCH_ALONE)
    slow.detach()
    offline_ready(page)
    yield (
        f"first pull of {PATIENTS_MORE} patients with {PATIENTS_MORE * VISITS_EACH:,} visits, "
        f"{SLOWER}x slower: decrypted and shown after {took:.0f} ms, "
        f"{took / ALLOWED_PULL_MS:.2f} of {ALLOWED_PULL_MS} ms allowed, "
        f"{took / alone:.1f} times the same pages fetched and thrown away; "
        f"Today's visits after {usable:.0f} ms; "
        f'{len(bars)} words of progress, the first "{bars[0]}"'
    )


def today_again(tablet: Chromium) -> str:
    """Go from another screen to Today several times; time from the tap to the paint."""
    page = tablet.page
    slow = slow_down(tablet, page)
    times = [_to_today(page) for _ in range(VISITS_TO_TODAY)]
    slow.detach()
    middle = median(times)
    return (
        f"Today with {PATIENTS_MORE} patients, {SLOWER}x slower, median of {VISITS_TO_TODAY}: "
        f"{middle:.0f} ms from the tap to the paint, "
        f"{middle / ALLOWED_TODAY_MS:.2f} of {ALLOWED_TODAY_MS} ms allowed, "
        f"from {min(times):.0f} to {max(times):.0f} ms"
    )


def _to_today(page: Page) -> float:
    page.get_by_role("link", name="More").click()
    expect(page.get_by_role("heading", name="More")).to_be_visible()
    page.evaluate("() => window.bench.forget('today')")
    page.get_by_role("link", name="Today").click()
    shown = seen(page, "today")
    tapped: float = page.evaluate("() => window.bench.seen.clicked")
    return shown - tapped
