"""Scenes of the clock: pauses, time put right, the counter, doubts, visits not held, the other hand."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import steps

Scene = tuple[str, Page]
ANOTHER = "Bertram Example"
# Once, before the app runs again: until then the page that goes may still note that it lives.
LONG_AGO = """
if (sessionStorage.getItem("killed") === null) {
  sessionStorage.setItem("killed", "once");
  localStorage.setItem("kinesync-alive", String(Date.now() - 900_000));
}
"""


def on_a_stopped_visit(page: Page) -> Iterator[Scene]:
    """Yield what is done to times and doses once the clock stands; the visit stays open."""
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Correct time").first.click()
    dialog.get_by_role("button", name="97112,").first.click()
    edge = dialog.get_by_role("slider", name="Start of 97112")
    edge.press("Shift+ArrowLeft")
    dialog.get_by_role("button", name="Forgot to start").click()
    yield "correct-time-moved", page
    # Five minutes earlier another patient was treated: it is asked about, and left as it was.
    dialog.get_by_role("button", name="Save correction").click()
    expect(dialog.get_by_text(f"your time with {ANOTHER}")).to_be_visible()
    yield "correct-time-asked", page
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Correct time").first.click()
    dialog.get_by_role("button", name="Add a stretch").click()
    dialog.get_by_label("Start", exact=True).fill("07:00:00")
    dialog.get_by_label("End", exact=True).fill("06:59:00")
    dialog.get_by_role("button", name="97116").click()
    dialog.get_by_role("button", name="Add the stretch").click()
    expect(dialog.get_by_role("alert").first).to_be_visible()
    yield "add-stretch-refused", page
    dialog.get_by_role("button", name="Cancel").click()
    yield from _counter(page)


def _counter(page: Page) -> Iterator[Scene]:
    page.get_by_role("link", name="Count reps").click()
    page.get_by_role("textbox", name="Sets").fill("")
    page.get_by_role("textbox", name="Hold, seconds").fill("600")
    page.get_by_role("button", name="Start the hold").click()
    expect(page.get_by_role("button", name="Let go")).to_be_visible()
    yield "counter-holding", page
    page.get_by_role("button", name="End set").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="Counted")).to_be_visible()
    yield "counted", page
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name=steps.PATIENT)).to_be_visible()


def on_today(page: Page) -> Iterator[Scene]:
    """Yield a visit not held, a doubt about time, and the dock at the left hand; Today is shown last."""
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Not held").last.click()
    dialog.get_by_role("button", name="Refused").click()
    dialog.get_by_role("button", name="Tired").click()
    yield "not-held", page
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Expect again")).to_be_visible()
    steps.open_visit(page, ANOTHER)
    page.get_by_role("button", name="Start 97110").click()
    expect(page.get_by_role("button", name="Stop 97110")).to_be_visible()
    _killed_long_ago(page)
    steps.unlock(page)
    doubt = page.get_by_label("Is this time right?")
    expect(doubt).to_be_visible()
    yield "repair", page
    doubt.get_by_role("button", name="Keep it as it is").click()
    _work_with(page, "Left")
    steps.open_visit(page, ANOTHER)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Interruption").click()
    yield "left-handed-paused", page
    _work_with(page, "Right")


def _killed_long_ago(page: Page) -> None:
    """Come back as if the app had been killed a quarter of an hour ago."""
    page.add_init_script(LONG_AGO)
    page.reload()


def _work_with(page: Page, hand: str) -> None:
    page.get_by_role("link", name="Today", exact=True).first.click()
    page.get_by_role("link", name="More").click()
    page.get_by_role("group", name="Working hand").get_by_role("button", name=hand).click()
    page.get_by_role("link", name="Today", exact=True).first.click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
