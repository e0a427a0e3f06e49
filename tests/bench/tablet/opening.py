"""From an icon on the home screen to a usable Today, with the server dead and nothing warm."""

from playwright.sync_api import Page

from tests.bench.tablet.watching import SLOWER, median, seen, slow_down, timed, watch
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.steps import PIN

OPENINGS = 7
ALLOWED_MS = 1500
TYPING_MS = 500


def opening(tablet: Chromium, url: str, caseload: str) -> str:
    """Open and unlock the app several times; return the line of the medians."""
    tablet.page.goto("about:blank")
    blank, locked, unlocked = zip(*[_open(tablet, url) for _ in range(OPENINGS)], strict=True)
    lock, today = median(list(locked)), median(list(unlocked))
    share = (lock + today) / ALLOWED_MS
    return (
        f"opening offline with {caseload}, {SLOWER}x slower, median of {OPENINGS}: "
        f"lock screen {lock:.0f} ms, Unlock to Today {today:.0f} ms, "
        f"together {share:.2f} of {ALLOWED_MS} ms allowed, "
        f"{(lock + today) / median(list(blank)):.0f} empty pages"
    )


def _open(tablet: Chromium, url: str) -> tuple[float, float, float]:
    """Open an empty page, then the app, then unlock it; all in milliseconds."""
    page = tablet.context.new_page()
    watch(page)
    slow = slow_down(tablet, page)
    slow.send("ServiceWorker.enable")
    slow.send("ServiceWorker.stopAllWorkers")
    blank = timed(lambda: page.goto("about:blank"))
    page.goto(url, wait_until="commit")
    lock = seen(page, "lock")
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.wait_for_timeout(TYPING_MS)  # nobody types six digits faster; the key worker starts meanwhile
    _click(page, ".locked form [type=submit]")
    today = seen(page, "today") - page.evaluate("() => window.bench.seen.clicked")
    slow.detach()
    page.close()
    return blank, lock, today


def _click(page: Page, selector: str) -> None:
    """Click as a finger does: looking for a button by its role is slow at this speed."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
