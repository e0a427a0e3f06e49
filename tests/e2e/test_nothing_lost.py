"""Two tablets that meet, a visit on the wrong patient, a tablet that cannot sync: nothing is gone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import begin_day, open_visit, sign_in, sync_status, unlock

MINE = "Next visit: BAPS board level 2 without the rail."
THEIRS = "Next visit: BAPS board level 2 with one hand on the rail."
BACK = "() => dispatchEvent(new Event('online'))"
LONG = 60_000


@pytest.fixture
def second(playwright: Playwright, faults: Faults, tmp_path: Path) -> Iterator[Chromium]:
    """Another tablet of the same clinic."""
    browser = Chromium(playwright, tmp_path / "second", faults)
    yield browser
    browser.close()


def plan_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Plan", exact=True)


def write_plan(page: Page, words: str) -> None:
    plan_of(page).fill(words)
    plan_of(page).blur()
    expect(sync_status(page)).to_contain_text("only on this tablet")


def reconnect(tablet: Chromium, says: str) -> None:
    tablet.context.set_offline(False)
    tablet.page.evaluate(BACK)
    expect(sync_status(tablet.page)).to_contain_text(says, timeout=LONG)


def test_two_tablets_write_the_same_section_offline_and_nothing_is_gone(
    page: Page, tablet: Chromium, second: Chromium, server: ServerProcess, picture: Callable[[str], Path]
) -> None:
    other = second.page
    other.goto(server.url)
    for one in (page, other):
        begin_day(one)
        open_visit(one)
    tablet.context.set_offline(True)
    second.context.set_offline(True)
    write_plan(page, THEIRS)
    write_plan(other, MINE)

    reconnect(tablet, "All saved on server")
    reconnect(second, "Needs attention: 1")

    other.get_by_role("link", name="Needs attention").first.click()
    case = other.get_by_role("region", name="Two versions: Plan")
    expect(case).to_contain_text(MINE)
    expect(case).to_contain_text(THEIRS)
    expect(case.locator("ins").first).to_be_visible()
    expect(case).to_contain_text("on Tablet ")  # which one, by its name
    other.screenshot(path=picture("both"))
    case.get_by_role("button", name="Keep mine").click()
    expect(sync_status(other)).to_contain_text("All saved on server", timeout=LONG)

    other.goto(f"{server.url}/")
    unlock(other)
    open_visit(other)
    expect(plan_of(other)).to_have_value(MINE)
    other.get_by_text("Earlier versions (1)").click()
    expect(other.get_by_text(THEIRS)).to_be_visible()

    second.context.set_offline(True)  # and all of it was recorded on the wrong patient
    other.get_by_text("Wrong patient?").click()
    other.get_by_role("button", name="Move to another patient").click()
    other.get_by_role("group", name="To whom").get_by_role("button", name="Hugo Pretend").click()
    other.get_by_role("button", name="Move it").click()
    expect(other.get_by_role("heading", name="Hugo Pretend")).to_be_visible()
    expect(plan_of(other)).to_have_value(MINE)
    reconnect(second, "All saved on server")
    other.get_by_role("link", name="Open the other visit").click()
    expect(other.get_by_text("This visit is void")).to_be_visible()
    expect(other.get_by_text(MINE)).to_be_visible()
    assert "Hugo" not in other.locator("main, .notices").all_inner_texts()[0]


def test_a_locked_tablet_that_is_then_lost_has_lost_nothing(
    page: Page, tablet: Chromium, second: Chromium, desk: Chromium, server: ServerProcess, tmp_path: Path
) -> None:
    begin_day(page)
    open_visit(page)
    tablet.context.set_offline(True)
    write_plan(page, MINE)
    page.reload()
    expect(sync_status(page)).to_contain_text("2 only on this tablet")  # the visit and its words
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save rescue file").click()
    rescue = tmp_path / saving.value.suggested_filename
    saving.value.save_as(rescue)
    assert "Odessa" not in rescue.name + rescue.read_text()
    assert MINE not in rescue.read_text()

    desk.page.goto(f"{server.url}/devices")
    sign_in(desk.page, "supervisor")
    desk.page.get_by_role("link", name="Tablets").click()
    for says in ("Now on the server: 2 changes", "All 2 changes of this file were here already"):
        desk.page.get_by_label("Import rescue file").set_input_files(rescue)
        expect(desk.page.get_by_text(says)).to_be_visible()
    expect(desk.page.get_by_text("2 changes from a tablet that could not be opened")).to_have_count(1)
    with page.expect_response(lambda answer: answer.url.endswith("/api/sync/sealed") and answer.ok):
        tablet.context.set_offline(False)  # still locked: the same goes up once more, and stands there once
        page.evaluate(BACK)
    tablet.kill()

    again = second.page
    again.goto(server.url)
    begin_day(again)
    again.get_by_role("link", name="Needs attention").first.click()
    waiting = again.get_by_role("region", name="Work handed in from a locked tablet")
    waiting.get_by_role("button", name="It is mine, take it in").click()
    expect(again.get_by_text("2 changes taken in.")).to_be_visible(timeout=LONG)
    expect(waiting).to_have_count(0)
    again.get_by_role("link", name="Today").first.click()
    open_visit(again)
    expect(plan_of(again)).to_have_value(MINE)
