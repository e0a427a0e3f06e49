"""A Medicare patient's day as people make it: an assistant's share, a late visit, other care, an attestation.

Minutes are typed as reconstructed stretches, so that an hour of treatment takes no hour.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e import midday
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import PATIENT, add_pnf, begin_day, open_visit, sign_in, sign_visit, sync_status

Picture = Callable[[str], Path]
CLINIC = ZoneInfo(midday.ZONE)
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")


def treated(page: Page, code: str, who: str, began: datetime, minutes: int) -> None:
    """Add a stretch that was not timed."""
    page.get_by_role("button", name="Correct time").click()
    dialog = page.get_by_role("dialog")
    add = dialog.get_by_role("button", name="Add a stretch that was not timed")
    if add.count():
        add.click()
    ended = began + timedelta(minutes=minutes)
    dialog.get_by_label("Start", exact=True).fill(f"{began:%H:%M:%S}")
    dialog.get_by_label("End", exact=True).fill(f"{ended:%H:%M:%S}")
    dialog.get_by_role("button", name=code, exact=True).click()
    dialog.get_by_role("button", name=who, exact=True).click()
    dialog.get_by_role("button", name="Add the stretch").click()
    expect(dialog).to_be_hidden()


def say_what_was_done(page: Page, code: str, technique: str) -> None:
    """Follow the way that "Before signing" shows, and say in own words what was done under a code."""
    missing = page.get_by_role("region", name="Before signing")
    missing.get_by_text(f"Intervention under {code}").click()
    page.get_by_label("In your words", exact=True).fill(technique)
    page.get_by_role("button", name="Save intervention").click()
    expect(missing).to_be_visible()


def lines(region: Locator) -> list[str]:
    """Return the lines that stand in a table of billing: code, minutes, units and modifiers."""
    rows = region.get_by_role("row").filter(has=region.page.get_by_role("button"))
    return [" ".join(row.inner_text().partition("Why?")[0].split()) for row in rows.all()]


def final(page: Page) -> Locator:
    """Return the region Billing once the server has spoken."""
    billing = page.get_by_role("region", name="Billing")
    expect(billing.get_by_text("Final", exact=True)).to_be_visible(timeout=60_000)
    return billing


def attest_structure(page: Page, billing: Locator) -> None:
    """Look at the evidence for a held pair, and attest that different parts of the body were treated."""
    billing.get_by_role("button", name="Look at the evidence").first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("region", name="What was recorded")).to_contain_text("Lumbar spine")
    sheet.get_by_role("radio", name="Structure").check()
    sheet.get_by_role("button", name="Attest", exact=True).click()
    expect(sheet).to_be_hidden()


def add_98941(page: Page) -> None:
    """Enter a chiropractor's adjustment of the day."""
    page.get_by_role("button", name="Add other care").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="98941").click()
    for region in ("Cervical spine", "Lumbar spine"):
        dialog.get_by_role("button", name=region, exact=True).click()
    dialog.get_by_role("button", name="Save other care").click()
    expect(dialog).to_be_hidden()


def test_an_assistants_share_a_late_visit_and_other_care_are_billed_with_their_reasons(
    page: Page, server: ServerProcess, desk: Chromium, picture: Picture
) -> None:
    began = datetime.now(CLINIC) - timedelta(minutes=65)
    begin_day(page)
    open_visit(page)
    treated(page, "97112", "Therapist", began, 16)
    treated(page, "97112", "Assistant", began + timedelta(minutes=16), 14)
    add_pnf(page)
    sign_visit(page)
    assert lines(final(page)) == ["97112 16 1 GP", "97112 14 1 GP CQ"]

    page.context.set_offline(True)
    page.get_by_role("link", name="Today").first.click()
    page.get_by_role("button", name="New visit").or_(page.get_by_role("link", name="New visit")).first.click()
    page.get_by_role("button", name=re.compile(f"^{PATIENT}")).click()
    treated(page, "97110", "Therapist", began + timedelta(minutes=32), 12)
    treated(page, "97116", "Therapist", began + timedelta(minutes=44), 11)
    treated(page, "97112", "Therapist", began + timedelta(minutes=55), 6)
    add_pnf(page)
    say_what_was_done(page, "97110", "Resisted exercise of the left leg")
    say_what_was_done(page, "97116", "Walking with a cane")
    sign_visit(page)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    billing = final(page)
    changed = billing.get_by_role("region", name="What changed since revision 1")
    expect(changed).to_contain_text(re.compile(r"Arrived: the \d+:\d\d visit of Rowan Tester, PT\."))
    expect(changed).to_contain_text("97110: no line became 1 unit GP.")
    assert lines(billing) == ["97112 22 1 GP", "97112 14 1 GP CQ", "97110 12 1 GP", "97116 11 1 GP"]

    add_98941(page)
    expect(billing.get_by_text("Held", exact=True)).to_be_visible(timeout=30_000)
    page.screenshot(path=picture("held"), full_page=True)
    attest_structure(page, billing)
    final(page)
    expect(billing).to_contain_text("XS")
    page.screenshot(path=picture("attested"), full_page=True)
    assert lines(billing)[:2] == ["97112 22 1 XS GP", "97112 14 1 XS GP CQ"]
    expect(sync_status(page)).to_contain_text("All saved on server")

    prints_on_one_page(desk.page, server.url, picture)


def prints_on_one_page(biller: Page, url: str, picture: Picture) -> None:
    """Find the day as a biller, and print it with its whole derivation."""
    biller.goto(url)
    sign_in(biller, "biller")
    biller.get_by_role("link", name=re.compile(f"^{PATIENT}")).first.click()
    expect(biller.get_by_role("region", name="Revision 4")).to_contain_text("Attested by Rowan Tester, PT")
    biller.get_by_role("link", name="Print").click()
    paper = biller.get_by_role("article", name="Service day")
    for told in (
        "Elm Street clinic", "born 14 Mar 1954", "Medicare Part B", "CMS Pub. 100-04", "97112 XS GP CQ",
        "revision 4", "American Medical Association", "Medically Unlikely Edits",
        "that 98941 and 97112 were distinct: structure",
    ):  # fmt: skip
        expect(paper).to_contain_text(told)
    biller.screenshot(path=picture("paper"), full_page=True)
    for size in ("A4", "Letter"):
        assert len(PAGE_OF_PDF.findall(biller.pdf(format=size))) == 1, size
