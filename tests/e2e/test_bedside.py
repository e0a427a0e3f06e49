"""The note at the bedside: how many taps it takes, what it refuses, and what it shows afterwards."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import PATIENT, PIN, begin_day, visit_link

MOST_TAPS = 25


@dataclass
class Taps:
    """Taps a screen and counts. Typing is not offered."""

    page: Page
    number: int = 0

    def on(self, target: Locator) -> None:
        """Tap something."""
        target.tap()
        self.number += 1

    def button(self, name: str, group: str | None = None) -> None:
        """Tap a button by its name, in a group where several have it."""
        within = self.page.get_by_role("group", name=group, exact=True) if group else self.page
        self.on(within.get_by_role("button", name=name, exact=True))


def respond_and_save(taps: Taps, quality: str, progression: str) -> None:
    taps.button("Tolerated well", "Tolerance")
    taps.button(quality, "Quality of movement")
    taps.button(progression, "Progression")
    taps.button("Save intervention")
    expect(taps.page.get_by_role("heading", name=PATIENT)).to_be_visible()


def test_a_returning_patients_compliant_note_takes_25_taps_and_no_typing(page: Page) -> None:
    begin_day(page)
    taps = Taps(page)

    taps.on(visit_link(page, PATIENT))
    taps.button("Start 97112")
    taps.button("PNF, as last time")
    taps.button("More Reps")
    taps.button("Confirm 9 copied")
    respond_and_save(taps, "Better", "Progressed")
    taps.button("BAPS board, as last time")
    taps.button("Confirm 10 copied")
    respond_and_save(taps, "Same", "Maintained")
    taps.button("Stop 97112")
    taps.button("Add measure")
    taps.button("Single leg")
    taps.button("Left", "Side")
    taps.button("Start trial 1")
    taps.button("Stop trial 1")
    taps.button("Save measure")
    expect(page.get_by_role("region", name="Before signing")).to_contain_text("Nothing is missing.")
    taps.button("Sign visit")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(
        "Neuromuscular re-education of the left lower extremity by PNF to improve range, strength and"
        " coordination of hip, knee and ankle: 3 × 11, half sitting, minimal help, 3 manual cues"
    )
    expect(dialog).to_contain_text("PNF: progressed (10 to 11 repetitions), tolerated well, movement better.")
    expect(dialog).to_contain_text("of the words are the same as on")
    dialog.get_by_label("PIN", exact=True).fill(PIN)  # the signature, not the note
    taps.on(dialog.get_by_role("button", name="Sign", exact=True))
    expect(dialog).to_be_hidden()

    assert taps.number <= MOST_TAPS


def test_what_cannot_be_is_refused_where_it_is_typed_and_progress_reads_offline(
    page: Page, server: ServerProcess
) -> None:
    begin_day(page)
    visit_link(page, PATIENT).click()
    page.get_by_role("button", name="Start 97112").click()
    page.get_by_role("button", name="PNF, as last time").click()
    page.get_by_role("button", name="Pain, exertion, vitals, adverse").click()
    systolic = page.get_by_label("Systolic", exact=True)
    save = page.get_by_role("button", name="Save intervention")

    systolic.fill("400")
    page.get_by_label("Sets", exact=True).fill("-3")
    expect(page.get_by_text("This cannot be: the most is 300.")).to_be_visible()
    expect(page.get_by_text("This cannot be: the least is 1.")).to_be_visible()
    save.click()
    expect(page.get_by_text("Not saved yet. This cannot be: sets, systolic.")).to_be_visible()

    systolic.fill("210")
    page.get_by_label("Sets", exact=True).fill("3")
    expect(page.get_by_text("At or over this patient's limit of 160.")).to_be_visible()
    save.click()
    expect(page.get_by_text("Unusual: Systolic 210. Save again if it is right.")).to_be_visible()
    save.click()
    expect(page.get_by_role("heading", name=PATIENT)).to_be_visible()

    page.get_by_role("button", name="Add measure").click()
    page.get_by_role("button", name="Berg", exact=True).click()
    page.get_by_label("Score").fill("57")
    expect(page.get_by_text("The highest possible is 56 points.")).to_be_visible()
    page.get_by_label("Score").fill("45")
    page.get_by_role("button", name="Save measure").click()
    expect(page.get_by_role("link", name="Berg Balance Scale")).to_contain_text("45 points")

    server.kill()
    page.get_by_role("link", name="Progress").click()
    berg = page.get_by_role("region", name="Berg Balance Scale")
    expect(berg.locator("canvas")).to_be_visible()
    expect(berg).to_contain_text("beyond MDC")
    expect(berg.get_by_role("row").last).to_contain_text("45")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    assert "Odessa" not in saved.value.suggested_filename
    assert saved.value.suggested_filename.endswith(".png")
