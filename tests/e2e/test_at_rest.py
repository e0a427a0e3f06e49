"""What lies on the tablet's disk holds nobody's name: not in storage, caches or history."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.steps import add_pnf, begin_day, open_visit

CANARIES = ("Odessa", "1954-03-14", "left lower extremity", "Rug canary 4711")


def forms(text: str) -> tuple[bytes, ...]:
    """A text as it could lie in a file."""
    return text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-16-be")


def test_the_profile_holds_no_patient_data_in_clear(page: Page, tablet: Chromium) -> None:
    begin_day(page)
    open_visit(page)
    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()
    add_pnf(page)
    subjective = page.get_by_label("Subjective").first
    subjective.fill("Rug canary 4711")
    subjective.blur()
    expect(page.get_by_label("Sync", exact=True)).to_contain_text("All saved on server", timeout=30_000)
    tablet.kill()

    hits = [
        (path.relative_to(tablet.profile), canary)
        for path in tablet.profile.rglob("*")
        if path.is_file()
        for canary in CANARIES
        if any(form in path.read_bytes() for form in forms(canary))
    ]

    assert any((tablet.profile / "Default" / "IndexedDB").iterdir())
    assert hits == []


def test_the_search_itself_finds_what_lies_in_clear(page: Page, tablet: Chromium, tmp_path: Path) -> None:
    begin_day(page)
    page.evaluate("localStorage.setItem('canary', 'Rug canary 4711')")
    tablet.close()

    found = [
        path
        for path in tablet.profile.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms("Rug canary 4711"))
    ]

    assert found
