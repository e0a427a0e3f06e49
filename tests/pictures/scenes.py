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
    yield from _locked_and_offline(stage, page)


def _today(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).first.click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def _ways(page: Page) -> Iterator[Scene]:
    for name in ("Patients", "Needs attention", "More"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        yield name.lower().replace(" ", "-"), page
    _today(page)
    page.get_by_role("button", name="New visit").click()
    expect(page.get_by_role("heading", name="New visit")).to_be_visible()
    yield "new-visit", page


def _visit(page: Page) -> Iterator[Scene]:
    steps.open_visit(page)
    yield "visit", page
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


def _locked_and_offline(stage: Stage, page: Page) -> Iterator[Scene]:
    _today(page)
    stage.server.kill()
    page.reload()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    yield "locked", page
    steps.unlock(page)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    yield "today-offline", page
    page.get_by_label("Sync", exact=True).click()
    yield "sync-status", page
    page.keyboard.press("Escape")
    stage.server.start()


def desk(stage: Stage) -> Iterator[Scene]:
    """Yield the pages of supervisor, biller and administrator."""
    page = stage.browser("supervisor", touch=False)
    steps.sign_in(page, "supervisor")
    page.get_by_role("link", name="Review").first.click()
    expect(page.locator(".queue a").first).to_be_visible()
    yield "review-queue", page
    page.locator(".queue a").first.click()
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    page.get_by_role("button", name="Why?").first.click()
    page.get_by_text("Signed facts").click()
    yield "review", page
    page.get_by_role("link", name="The signed note on paper").click()
    expect(page.get_by_role("article", name="Signed note")).to_be_visible()
    yield "review-on-paper", page
    for who, ways in (
        ("supervisor", ("Service days", "Tablets", "More")),
        ("biller", ("Service days", "Fees", "Rule packs")),
        ("admin", ("Tablets",)),
    ):
        page = stage.browser(f"{who}-desk", touch=False)
        steps.sign_in(page, who)
        for name in ways:
            page.get_by_role("navigation").get_by_role("link", name=name).click()
            expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
            yield f"{who}-{name.lower().replace(' ', '-')}", page
        if who in OPENED:
            yield from OPENED[who](page)


def _opened_by_a_biller(page: Page) -> Iterator[Scene]:
    """Yield a held day with its filters, its paper, and a patient's amounts with the form to enter one."""
    ways = page.get_by_role("navigation", name="Main")
    ways.get_by_role("link", name="Service days").click()
    page.get_by_role("button", name="Held").click()
    page.get_by_text("More filters").click()
    page.get_by_role("link", name="Esme Makebelieve").click()
    expect(page.get_by_role("region", name="Who must do what")).to_be_visible()
    yield "biller-held-day", page
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_role("article", name="Service day")).to_be_visible()
    yield "biller-paper", page
    page.get_by_role("link", name="Back to the service day").click()
    ways.get_by_role("link", name="KX amounts").click()
    expect(page.get_by_role("region", name="80 % used, or more")).to_contain_text("Casimir Notreal")
    yield "biller-near-amounts", page
    page.get_by_role("link", name="Casimir Notreal").first.click()
    together = page.get_by_role("region", name="Physical therapy and speech therapy together")
    expect(together.get_by_text("80 % is reached")).to_be_visible()
    yield "biller-amounts", page
    page.get_by_role("button", name="Enter the amount used").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "biller-enter-amount", page
    page.keyboard.press("Escape")


def _opened_by_an_administrator(page: Page) -> Iterator[Scene]:
    """Yield the versions of a payer policy, and the form of a new one."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Payer policies").click()
    page.get_by_role("link", name="Medicare Part B").click()
    expect(page.get_by_role("heading", name="Medicare Part B")).to_be_visible()
    yield "admin-policy", page
    page.get_by_role("button", name="New version").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "admin-new-version", page
    page.keyboard.press("Escape")
    yield from _own_activities(page)


def _own_activities(page: Page) -> Iterator[Scene]:
    """Yield the clinic's own activities with a retired one open, and the form as it refuses."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Own activities").click()
    page.get_by_role("link", name="Marble run").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    yield "admin-own-activities", page
    page.get_by_role("button", name="Add an activity").click()
    form = page.get_by_role("dialog")
    form.get_by_role("checkbox", name="97112").uncheck()
    form.get_by_role("button", name="Keep it").click()
    expect(form.get_by_text("Choose at least one code.")).to_be_visible()
    yield "admin-activity-refused", page
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reception").click()
    page.get_by_role("link", name=steps.PATIENT).click()
    expect(page.get_by_role("button", name="Save precautions")).to_be_visible()
    yield "admin-reception", page
    page.get_by_role("button", name="New patient").click()
    expect(page.get_by_role("dialog").get_by_label("Family name")).to_be_visible()
    yield "admin-new-patient", page
    page.keyboard.press("Escape")


OPENED = {"biller": _opened_by_a_biller, "admin": _opened_by_an_administrator}
