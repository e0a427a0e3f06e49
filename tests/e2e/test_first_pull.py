"""A tablet that is opened for the first time: usable while its patients come, and ready before the PIN is."""

import re
from queue import SimpleQueue
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from playwright.sync_api import Page, Route, expect

from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import begin, begin_day, sync_status, unlock, visit_link
from tests.e2e.waiting import until

ROWS_A_PAGE = "40"
HELD_FROM = 6
LOADED = """() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname)"""
LOADED_AHEAD = """() => {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  return ["/argon2-", "/day-", "/start-"].every((part) => loaded.some((name) => name.includes(part)));
}"""
PATIENTS = re.compile(r"^Getting (your patients: \d+ of \d+|their records: \d+ %)$")


def test_a_first_pull_shows_how_far_it_is_and_today_can_be_used_meanwhile(page: Page) -> None:
    held: SimpleQueue[Route] = SimpleQueue()
    asked: list[str] = []

    def small_pages(route: Route) -> None:
        parts = urlsplit(route.request.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked.append(query["limit"])
        if len(asked) == HELD_FROM:
            held.put(route)
            return
        route.continue_(url=urlunsplit(parts._replace(query=urlencode({**query, "limit": ROWS_A_PAGE}))))

    page.route("**/api/sync/pull?*", small_pages)
    begin(page)

    bar = page.get_by_role("progressbar", name="Getting your patients")
    expect(bar).to_be_visible()
    expect(bar).to_have_attribute("aria-valuetext", PATIENTS)
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"^[1-9]\d?$"))
    page.get_by_role("link", name="Patients").click()
    expect(page.get_by_role("heading", name="Patients")).to_be_visible()
    expect(bar).to_be_visible()
    page.get_by_role("link", name="Today").click()

    # Asking the page lets Playwright hand over what was routed; waiting for the queue alone would not.
    until(lambda: page.evaluate("true") and not held.empty(), "the page of rows that is held")
    held.get().continue_()

    expect(sync_status(page)).to_contain_text("All saved on server", timeout=30_000)
    expect(bar).to_be_hidden()
    expect(visit_link(page, "Odessa Sample")).to_be_visible()
    assert set(asked) == {"1000"}


def test_what_the_pin_will_need_is_there_before_it_is_typed(page: Page, server: ServerProcess) -> None:
    begin_day(page)
    server.kill()

    page.reload()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    page.wait_for_function(LOADED_AHEAD)

    before: list[str] = page.evaluate(LOADED)
    scripts = [path for path in before if path.endswith(".js")]
    assert len([path for path in scripts if "/start-" in path]) == 1

    unlock(page)
    expect(visit_link(page, "Odessa Sample")).to_be_visible()
    later = [path for path in page.evaluate(LOADED)[len(before) :] if path.endswith(".js")]
    assert later == []
