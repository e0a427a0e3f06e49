"""A running clock outlives everything that can happen to a tablet."""

from playwright.sync_api import Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import begin_day, clock_seconds, open_visit, open_with_clock, sync_status, unlock
from tests.e2e.waiting import until


def start_at_the_bedside(page: Page) -> None:
    begin_day(page)
    open_visit(page)
    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()


def test_the_clock_survives_the_death_of_browser_and_server(
    page: Page, tablet: Chromium, server: ServerProcess
) -> None:
    start_at_the_bedside(page)
    until(lambda: clock_seconds(page) >= 2, "two seconds on the clock")
    server.kill()
    tablet.kill()

    page = tablet.reopen()
    page.goto(server.url)
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    assert clock_seconds(page) >= 2
    unlock(page)
    expect(page.get_by_role("timer")).to_be_visible()
    assert clock_seconds(page) >= 2


def test_the_lock_screen_stops_the_clock_without_pin_and_without_patient(page: Page) -> None:
    start_at_the_bedside(page)

    page.reload()
    expect(page.get_by_role("timer")).to_be_visible()
    shown = page.locator("body").inner_text()
    assert "Odessa" not in shown
    assert "97112" not in shown
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("timer")).to_be_hidden()

    unlock(page)
    expect(page.get_by_role("heading", name="Odessa Sample")).to_be_visible()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_hidden()
    expect(sync_status(page)).to_contain_text("All saved on server", timeout=30_000)


def test_a_second_tap_within_a_second_does_nothing_and_undo_takes_a_start_back(
    tablet: Chromium, server: ServerProcess
) -> None:
    page = open_with_clock(tablet.page, server.url)
    begin_day(page)
    open_visit(page)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 2"))  # none is too slow for it

    page.get_by_role("button", name="Start 97110").dblclick()

    stop = page.get_by_role("button", name="Stop 97110")
    expect(stop).to_be_visible()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(stop).to_have_attribute("aria-disabled", "true")

    page.clock.run_for(1_100)
    expect(stop).to_have_attribute("aria-disabled", "false")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Start 97110")).to_be_visible()


def test_a_wrong_password_and_a_wrong_pin_say_so_and_the_right_ones_still_open(page: Page) -> None:
    page.get_by_label("Email").fill("pt@demo.example")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_be_visible()

    begin_day(page)
    page.reload()

    unlock(page, "111222")
    expect(page.get_by_role("alert").first).to_be_visible()
    unlock(page)

    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def test_an_expired_sign_in_keeps_the_work_that_waits(page: Page, tablet: Chromium) -> None:
    begin_day(page)
    open_visit(page)
    tablet.context.clear_cookies()

    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()

    expect(sync_status(page)).to_contain_text("only on this tablet")
    expect(page.get_by_text("Sign in").first).to_be_visible(timeout=30_000)
