"""What billing is held against, entered at the desk: a policy's new version, a fee, and an amount used."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e import midday
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import sign_in


def way(page: Page, name: str) -> None:
    """Go to a page of the desk."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def weekday_before_today() -> date:
    """Return the day of the demo's newest visits."""
    day = datetime.now(ZoneInfo(midday.ZONE)).date()
    while True:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            return day


def test_a_policys_new_version_is_checked_at_its_fields_and_leaves_the_former_to_be_read(
    desk: Chromium, server: ServerProcess, faults: Faults
) -> None:
    faults.expect("the server responded with a status of 422")
    page = desk.page
    page.goto(server.url)
    sign_in(page, "admin")
    way(page, "Payer policies")
    page.get_by_role("link", name="Full 15 minutes a unit").click()
    page.get_by_role("button", name="New version").click()
    form = page.get_by_role("dialog", name="New version of Full 15 minutes a unit")
    form.get_by_role("button", name="Keep this version").click()
    expect(form.get_by_role("alert").first).to_contain_text("Not a valid date")

    form.get_by_label("First date of service").fill("2027-01-01")
    form.get_by_role("group", name="KX").get_by_role("radio", name="Asked for above").check()
    form.get_by_label("Citation").fill("Invented bulletin 7, section 2")
    form.get_by_role("button", name="Keep this version").click()
    expect(form).to_be_hidden()
    expect(page.get_by_role("region", name="from 1 Jan 2027")).to_contain_text("once attested differs")
    former = page.get_by_role("region", name="from 1 Jan 2022 until 31 Dec 2026")
    expect(former).to_contain_text("Not asked for")
    expect(former.get_by_role("button")).to_have_count(0)


def test_a_patients_amount_can_be_added_up_again(desk: Chromium, server: ServerProcess) -> None:
    page = desk.page
    page.goto(server.url)
    sign_in(page, "biller")
    way(page, "Fees")
    form = page.get_by_role("form", name="Add a fee")
    form.get_by_label("Code").fill("97113")
    form.get_by_label("Allowed amount in dollars").fill("30.5")
    form.get_by_role("button", name="Keep this fee").click()
    expect(form.get_by_role("alert").first).to_contain_text("Write dollars and cents")
    form.get_by_label("Allowed amount in dollars").fill("30.50")
    form.get_by_label("From which date of service").fill("2026-01-01")
    form.get_by_role("button", name="Keep this fee").click()
    expect(page.get_by_role("row", name="97113")).to_contain_text("$30.50")

    last_visit = weekday_before_today()
    way(page, "KX amounts")
    page.get_by_label("Find a patient").fill("notreal")
    near = page.get_by_role("region", name="80 % used, or more")
    near.get_by_role("link", name="Casimir Notreal").click()
    page.get_by_label("Year").select_option(f"{last_visit:%Y}")
    together = page.get_by_role("region", name="Physical therapy and speech therapy together")
    expect(together).to_contain_text("80 % is reached")
    expect(together).to_contain_text("97112: 2 × $33.60 + 97530: 1 × $35.80 = $103.00")
    together.get_by_role("button", name="Enter the amount used").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Used in dollars").fill("2,480.01")
    dialog.get_by_label("Through which date").fill(f"{last_visit:%Y-%m-%d}")
    dialog.get_by_label("Source").fill("Payer's portal")
    dialog.get_by_role("button", name="Keep this amount").click()
    expect(together).to_contain_text("The amount is passed")
    expect(together).to_contain_text("$2,480.01")
