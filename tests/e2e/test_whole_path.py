"""The path of one treatment: timed offline, signed, synced, finalized, reviewed.

The server's process group is really killed in the middle and started again.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import (
    PATIENT,
    add_pnf,
    begin_day,
    clock_seconds,
    open_visit,
    sign_in,
    sign_visit,
    sync_status,
    unlock,
)
from tests.e2e.waiting import until

Picture = Callable[[str], Path]


def start_97112(page: Page) -> None:
    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()


def test_a_treatment_timed_without_a_server_is_billed_and_accepted(
    page: Page, server: ServerProcess, desk: Chromium, picture: Picture
) -> None:
    begin_day(page)
    open_visit(page)
    start_97112(page)
    server.kill()

    page.reload()
    unlock(page)
    expect(page.get_by_role("button", name="Unlock")).to_be_hidden()
    expect(page.get_by_role("button", name="Add intervention")).to_be_visible()
    before = clock_seconds(page)
    until(lambda: clock_seconds(page) > before, "the clock to go on")
    page.screenshot(path=picture("running"))
    add_pnf(page)
    page.get_by_role("button", name="Stop 97112").click()
    sign_visit(page)
    expect(page.get_by_text("Signed on this tablet")).to_be_visible()
    expect(sync_status(page)).to_contain_text("only on this tablet")

    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(sync_status(page)).to_contain_text("All saved on server", timeout=90_000)
    expect(page.get_by_text("Signed on this tablet")).to_be_hidden()
    billing = page.get_by_role("region", name="Billing")
    expect(billing).to_contain_text("Final", timeout=60_000)
    page.screenshot(path=picture("final"))

    supervisor = desk.page
    supervisor.goto(server.url)
    sign_in(supervisor, "supervisor")
    supervisor.get_by_role("link", name="Review").first.click()
    expect(supervisor.get_by_role("heading", name="Review")).to_be_visible()
    supervisor.get_by_role("link", name=PATIENT).first.click()
    expect(supervisor.get_by_role("heading", name=PATIENT)).to_be_visible()
    words = "Neuromuscular re-education of the left lower extremity by PNF"
    expect(supervisor.get_by_text(words).first).to_be_visible()
    supervisor.screenshot(path=picture("review"))
    supervisor.get_by_role("button", name="Accept").click()
    expect(supervisor.get_by_text("Accepted").first).to_be_visible()


def test_a_returned_visit_reaches_the_tablet_and_its_answer_the_reviewer(
    page: Page, server: ServerProcess, desk: Chromium
) -> None:
    begin_day(page)
    open_visit(page)
    start_97112(page)
    add_pnf(page)
    page.get_by_role("button", name="Stop 97112").click()
    sign_visit(page)
    expect(sync_status(page)).to_contain_text("All saved on server", timeout=30_000)

    supervisor = desk.page
    supervisor.goto(server.url)
    sign_in(supervisor, "supervisor")
    supervisor.get_by_role("link", name="Review").first.click()
    supervisor.get_by_role("link", name=PATIENT).first.click()
    supervisor.get_by_role("textbox", name="Comment").first.fill("How many cues were given?")
    supervisor.get_by_role("button", name="Return with comments").click()
    expect(supervisor.get_by_text("Returned").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    # Where a sync was under way that ends without another, the next comes within a minute.
    expect(sync_status(page)).to_contain_text("Needs attention", timeout=90_000)
    page.get_by_role("link", name="Needs attention").first.click()
    expect(page.get_by_text("How many cues were given?")).to_be_visible()
