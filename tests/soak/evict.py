"""The browser throws storage away: every subset of work, base, people and cache.

What was receipted is on the server and comes back; the app comes up with words at each step. Work that nobody
had but this tablet is lost with its database: then the server names the tablet.
"""

import json
from contextlib import closing, suppress
from itertools import combinations
from pathlib import Path
from shutil import copytree, rmtree
from sqlite3 import connect
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from playwright.sync_api import Page, Playwright, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import PASSWORD, begin_day, open_visit, set_pin, sign_in, sync_status, unlock
from tests.e2e.waiting import until
from tests.soak.score import Score

PARTS = ("work", "base", "people", "cache")
SUBSETS = [chosen for size in range(1, len(PARTS) + 1) for chosen in combinations(PARTS, size)]
RECEIPTED, ONLY_HERE = "Receipted words", "Words only here"
MOST_STEPS = 6
HEADERS = {"X-Kinesync": "1", "Content-Type": "application/json"}
EVICT = """async (parts) => {
  if (parts.includes("cache")) {
    for (const name of await caches.keys()) await caches.delete(name);
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  }
  for (const { name } of await indexedDB.databases()) {
    if (!parts.some((part) => name.startsWith(`kinesync-${part}`))) continue;
    await new Promise((done, failed) => {
      const request = indexedDB.deleteDatabase(name);
      [request.onsuccess, request.onerror, request.onblocked] = [done, failed, failed];
    });
  }
  if (parts.includes("people")) localStorage.clear();
}"""


class Shelf:
    """A tablet with receipted and unsent work, kept as it was, and a server to which it belongs."""

    def __init__(self, playwright: Playwright, server: ServerProcess, folder: Path, faults: Faults) -> None:
        self.playwright, self.server, self.folder, self.faults = playwright, server, folder, faults
        self.profile, self.data = folder / "profile", folder / "server"
        server.env["KINESYNC_REQUESTS_A_SECOND"] = "0"  # the supervisor asks until the tablet has reported

    def fill(self) -> None:
        """Work online until all is receipted, then once more without a network; keep profile and server."""
        self.faults.expect("favicon.ico")  # of the page that is not the app
        tablet = Chromium(self.playwright, self.profile, self.faults)
        page = tablet.page
        page.goto(self.server.url)
        begin_day(page)
        open_visit(page)
        write(page, "Subjective", RECEIPTED)
        # Until the field is stored the tablet truthfully says "All saved": so ask the server first.
        until(self._has_the_words, "the words on the server")
        expect(sync_status(page)).to_contain_text("All saved on server", timeout=60_000)
        self.address = page.url
        tablet.context.set_offline(True)
        write(page, "Plan", ONLY_HERE)
        expect(sync_status(page)).to_contain_text("only on this tablet")
        tablet.close()
        self.server.stop()
        copytree(self.server.data, self.data)

    def _has_the_words(self) -> bool:
        with closing(connect(f"file:{self.server.data / 'kinesync.db'}?mode=ro", uri=True)) as database:
            asked = database.execute("SELECT count(*) FROM section WHERE text = ?", (RECEIPTED,))
            return bool(asked.fetchone()[0])

    def take(self, number: int) -> Chromium:
        """Put server and tablet back as they were."""
        rmtree(self.server.data)
        copytree(self.data, self.server.data)
        self.server.start()
        profile = self.folder / f"tablet {number}"
        copytree(self.profile, profile)
        return Chromium(self.playwright, profile, self.faults)


def write(page: Page, section: str, words: str) -> None:
    """Write a section and leave it."""
    field = page.get_by_role("textbox", name=section, exact=True)
    field.fill(words)
    field.blur()


def case(shelf: Shelf, number: int, evicted: tuple[str, ...], score: Score) -> None:
    """Evict a subset and see what comes of it."""
    score.cases += 1
    name = " + ".join(evicted)
    tablet = shelf.take(number)
    try:
        page = tablet.page
        page.goto(f"{shelf.server.url}/healthz")  # of the same origin, and not the app
        page.evaluate(EVICT, list(evicted))
        page.goto(shelf.server.url)
        if not come_up(page):
            score.wrong.append(f"{name}: it does not come up: {page.locator('body').inner_text()[:200]!r}")
            return
        expect(sync_status(page)).not_to_contain_text("Reaching", timeout=60_000)
        page.goto(shelf.address)
        come_up(page)
        shown = page.get_by_role("textbox", name="Subjective", exact=True)
        expect(shown).to_be_visible(timeout=30_000)
        try:  # a section may come with a later page of the pull than its visit
            expect(shown).to_have_value(RECEIPTED, timeout=30_000)
        except AssertionError:
            score.lost.append(f"{name}: receipted words, {shown.input_value()!r} instead")
        look_at_unsent(shelf, page, name, score, gone="work" in evicted)
    finally:
        tablet.close()
        shelf.server.stop()


def come_up(page: Page) -> bool:
    """Do what the screens ask for until the app is open; tell whether it ever is."""
    unlocking = page.get_by_role("button", name="Unlock")
    password = page.get_by_label("Password")
    setting = page.get_by_role("button", name="Use this PIN")
    open_now = page.get_by_role("link", name="Today").or_(page.get_by_label("Subjective"))
    anything = unlocking.or_(password).or_(setting).or_(open_now)
    for _ in range(MOST_STEPS):
        expect(anything.first).to_be_visible(timeout=30_000)
        if setting.is_visible():
            set_pin(page)
            expect(setting).to_be_hidden(timeout=30_000)
        elif unlocking.is_visible():
            unlock(page)
            nobody = page.get_by_text("No PIN is set for you on this tablet")
            expect(nobody.or_(open_now).first).to_be_visible(timeout=30_000)
            if nobody.is_visible():
                page.get_by_role("button", name="Someone else").click()
                expect(password).to_be_visible()
        elif password.is_visible():
            sign_in(page, "pt")
            expect(password).to_be_hidden(timeout=30_000)
        else:
            return True
    return False


def look_at_unsent(shelf: Shelf, page: Page, name: str, score: Score, *, gone: bool) -> None:
    """Unsent work arrives, or the server names the tablet."""
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(sync_status(page)).not_to_contain_text("only on this tablet", timeout=60_000)
    named = named_tablets(shelf.server.url, gone)
    if gone and not named:
        score.wrong.append(f"{name}: unsent work is gone and the server names no tablet")
    if not gone and named:
        score.wrong.append(f"{name}: nothing is missing, but the server names {named}")


def named_tablets(url: str, wanted: bool) -> list[object]:
    """Return what the server misses, once the tablet has reported, a little after a sync."""
    named: list[object] = []
    supervisor = sign_in_as_supervisor(url)

    def told() -> bool:
        with supervisor.open(Request(f"{url}/api/devices", headers=HEADERS)) as answer:  # noqa: S310  loopback
            devices: list[dict[str, object]] = json.load(answer)["devices"]
        named[:] = [each["missing"] for each in devices if each["missing"]]
        return bool(named) if wanted else all(each["reported_at"] for each in devices)

    with suppress(TimeoutError):
        until(told, "the tablet's report")
    return named


def sign_in_as_supervisor(url: str) -> OpenerDirector:
    """Return who may see the tablets as the supervisor's page does."""
    opener = build_opener(HTTPCookieProcessor())
    who = {"email": "supervisor@demo.example", "password": PASSWORD}
    opener.open(Request(f"{url}/api/session", json.dumps(who).encode(), HEADERS)).close()  # noqa: S310  loopback
    return opener


def run(shelf: Shelf, subsets: list[tuple[str, ...]], score: Score) -> None:
    """Evict each of the subsets from the same tablet."""
    shelf.fill()
    for number, evicted in enumerate(subsets):
        case(shelf, number, evicted, score)
