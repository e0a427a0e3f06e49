"""The scenes: each is reached as its people would reach it, named, and handed over to be looked at.

Whoever consumes them may change size and theme while a scene is held, and must put both back.
"""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.pictures import clock
from tests.pictures.stage import Stage

Scene = tuple[str, Page]


def tablet(stage: Stage) -> Iterator[Scene]:
    """Yield the therapist's day: sign-in to the final result, and the states on the way."""
    page = stage.browser("tablet", touch=True)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    yield "sign-in", page
    page.get_by_label("Email").fill("pt@demo.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "sign-in-refused", page
    steps.sign_in(page, "pt")
    expect(page.get_by_label("Repeat PIN")).to_be_visible()
    yield "set-pin", page
    steps.set_pin(page)
    expect(steps.visit_link(page, steps.PATIENT)).to_be_visible()
    expect(steps.sync_status(page)).to_contain_text("All saved on server", timeout=30_000)
    steps.offline_ready(page)
    yield "today", page
    yield from _ways(page)
    _today(page)
    yield from clock.on_today(page)
    yield from _visit(page)
    yield from _judged(stage, page)
    yield from _locked_and_offline(stage, page)


def _today(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).first.click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def _ways(page: Page) -> Iterator[Scene]:
    for name in ("Patients", "Needs attention", "More"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        yield name.lower().replace(" ", "-"), page
    page.get_by_role("link", name="Storage health").click()
    expect(page.get_by_role("heading", name="Storage health", level=1)).to_be_visible()
    yield "storage-health", page
    _today(page)
    page.get_by_role("button", name="New visit").click()
    expect(page.get_by_role("heading", name="New visit")).to_be_visible()
    page.get_by_label("Find by name").fill("zz")
    yield "new-visit-nobody", page
    page.get_by_label("Find by name").fill("")
    yield "new-visit", page


def _visit(page: Page) -> Iterator[Scene]:
    steps.open_visit(page)
    yield "visit", page
    yield from _beside_the_clock(page)
    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()
    yield "running", page
    page.get_by_role("button", name="Add intervention").click()
    expect(page.get_by_role("group", name="Technique")).to_be_visible()
    yield "capture", page
    page.get_by_role("group", name="Technique").get_by_role("button", name="All ").click()
    page.get_by_label("Search techniques").fill("clinic's own")
    expect(page.get_by_role("dialog").get_by_role("button", name="Sorting pegs")).to_be_visible()
    yield "capture-library", page
    page.keyboard.press("Escape")
    page.go_back()
    yield from _as_last_time(page)
    yield from _measured(page)
    steps.add_pnf(page)
    page.get_by_role("button", name="Pause 97112").or_(page.get_by_role("button", name="Pause")).first.click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    yield "paused", page
    page.get_by_role("button", name="Resume").first.click()
    page.get_by_role("button", name="Stop 97112").click()
    expect(page.get_by_role("button", name="Start 97112")).to_be_visible()
    yield "stopped", page
    page.get_by_role("button", name="Correct time").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "correct-time", page
    page.keyboard.press("Escape")
    yield from clock.on_a_stopped_visit(page)
    page.get_by_role("button", name="Sign visit").click()
    expect(page.get_by_role("dialog")).to_contain_text("PNF")
    yield "sign", page
    page.keyboard.press("Escape")
    steps.sign_visit(page)
    billing = page.get_by_role("region", name="Billing")
    expect(billing).to_contain_text("Final", timeout=60_000)
    billing.get_by_role("button", name="Why?").first.click()
    yield "final", page
    page.get_by_role("button", name="Add other care").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "add-other-care", page
    page.keyboard.press("Escape")


def _beside_the_clock(page: Page) -> Iterator[Scene]:
    """Yield what is recorded without a clock: the place, and an untimed code."""
    page.get_by_role("button", name="Change place").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "change-place", page
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add 97161").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "add-untimed", page
    page.keyboard.press("Escape")


def _as_last_time(page: Page) -> Iterator[Scene]:
    page.get_by_role("button", name="PNF, as last time").click()
    expect(page.get_by_role("button", name="Confirm", exact=False)).to_be_visible()
    yield "capture-as-last-time", page
    page.get_by_role("button", name="Pain, exertion, vitals, adverse").click()
    page.get_by_label("Systolic", exact=True).fill("400")
    page.get_by_role("button", name="Save intervention").click()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    yield "capture-refused", page
    page.get_by_label("Systolic", exact=True).fill("")
    page.go_back()


def _measured(page: Page) -> Iterator[Scene]:
    page.get_by_role("button", name="Add measure").click()
    page.get_by_role("button", name="TUG").click()
    expect(page.get_by_role("heading", name="Timed Up and Go")).to_be_visible()
    yield "measures", page
    page.get_by_role("button", name="Start trial 1").click()
    expect(page.get_by_role("button", name="Stop trial 1")).to_be_visible()
    yield "stopwatch", page
    page.get_by_role("button", name="Discard").click()
    page.go_back()
    page.get_by_role("link", name="Progress").click()
    expect(page.locator("canvas").first).to_be_visible()
    yield "progress", page
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_label("What the patient is to be able to do").fill("Cross the room without a cane")
    page.get_by_role("button", name="Berg Balance Scale").click()
    yield "goal", page
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Change What to mind").click()
    expect(page.get_by_role("group", name="Limits of this patient")).to_be_visible()
    yield "what-to-mind", page
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Charts as tables").click()
    yield "progress-as-tables", page
    page.go_back()
    expect(page.get_by_role("heading", name=steps.PATIENT)).to_be_visible()


def _judged(stage: Stage, page: Page) -> Iterator[Scene]:
    """Yield a visit as it is returned, and at last voided."""
    desk = stage.browser("returning", touch=False)
    steps.sign_in(desk, "supervisor")
    desk.get_by_role("link", name="Review").first.click()
    desk.locator(".queue a").filter(has_text=steps.PATIENT).first.click()
    desk.get_by_label("Comment", exact=True).fill("How many cues, and which?")
    desk.get_by_role("button", name="Return with comments").click()
    expect(desk.get_by_role("status").filter(has_text="Returned")).to_be_visible()
    yield "review-returned", desk
    _today(page)
    page.get_by_role("link", name="Needs attention").first.click()
    page.get_by_role("button", name="Sync now").click()
    expect(page.get_by_text("Returned by the reviewer")).to_be_visible()
    yield "needs-attention-returned", page
    page.get_by_role("link", name="Open the visit").click()
    page.get_by_text("Wrong patient?").click()
    page.get_by_role("button", name="Move to another patient").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "move-to-another-patient", page
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Void visit").click()
    page.get_by_role("dialog").get_by_role("button", name="Recorded twice").click()
    yield "void-visit", page
    page.get_by_role("button", name="Void this visit").click()
    expect(page.get_by_text("This visit is void")).to_be_visible()
    expect(steps.sync_status(page)).to_contain_text("All saved on server")
    yield "void", page


def _locked_and_offline(stage: Stage, page: Page) -> Iterator[Scene]:
    _today(page)
    stage.server.kill()
    page.reload()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    yield "locked", page
    steps.unlock(page, "739165")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "locked-refused", page
    steps.unlock(page)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    yield "today-offline", page
    page.get_by_label("Sync", exact=True).click()
    yield "sync-status", page
    page.keyboard.press("Escape")
    stage.server.start()
