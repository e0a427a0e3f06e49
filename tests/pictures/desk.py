"""The scenes of the desk: supervisor, biller and administrator, each with a browser of their own."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.pictures.stage import Stage

Scene = tuple[str, Page]
NEXT_YEAR = "2027-01-05T12:00:00"


def desk(stage: Stage) -> Iterator[Scene]:
    """Yield the pages of supervisor, biller and administrator."""
    stage.faults.expect("the server responded with a status of 409")  # stored meanwhile
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
    page.get_by_role("button", name="Return with comments").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "review-comment-needed", page
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
    yield from _without_the_server(stage, page)


def _without_the_server(stage: Stage, page: Page) -> Iterator[Scene]:
    """Yield what a desk says when the role is another's, and when the server is gone; it stays away."""
    page.goto(f"{stage.server.url}/review")
    expect(page.get_by_text("Only a supervisor can open this page.")).to_be_visible()  # a blank page is none
    expect(page.get_by_role("heading", name="Review", level=1)).to_be_hidden()
    yield "admin-denied", page
    page.go_back()
    ways = page.get_by_role("navigation", name="Main")
    expect(ways).to_be_visible()
    stage.server.kill()
    ways.get_by_role("link", name="Fees").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    yield "desk-offline", page


def _opened_by_a_biller(page: Page) -> Iterator[Scene]:
    """Yield a held day with its filters, its paper, and a patient's amounts with the form to enter one."""
    ways = page.get_by_role("navigation", name="Main")
    ways.get_by_role("link", name="Service days").click()
    page.get_by_role("button", name="Held").click()
    page.get_by_text("More filters").click()
    held = page.get_by_role("link", name="Esme Makebelieve")
    expect(held).to_have_count(1)  # of her three days: the filter has been answered
    held.click()
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
    # The year after: its amount is not published when January begins.
    page.clock.set_system_time(NEXT_YEAR)
    page.reload()
    expect(together.get_by_text("No amount")).to_be_visible()
    yield "biller-no-amount", page


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
    page.get_by_role("button", name="Appointments").click()
    expect(page.get_by_role("dialog").get_by_label("In so many weeks")).to_be_visible()
    yield "admin-appointments", page
    page.keyboard.press("Escape")
    yield from _stored_meanwhile(page)
    page.get_by_role("button", name="New patient").click()
    expect(page.get_by_role("dialog").get_by_label("Family name")).to_be_visible()
    yield "admin-new-patient", page
    page.keyboard.press("Escape")


def _stored_meanwhile(page: Page) -> Iterator[Scene]:
    """Yield the notice that a colleague stored other precautions while these were typed."""
    mine = page.get_by_label("Precautions")
    mine.fill("Fall risk, stand on the left side\nLeft shoulder: no pulling")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Precautions").fill("Fall risk\nWears a hearing aid on the right")
    other.get_by_role("button", name="Save precautions").click()
    expect(other.get_by_text("Saved. Tablets show it")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Save precautions").click()
    expect(page.get_by_text("Stored meanwhile")).to_be_visible()
    yield "admin-reception-meanwhile", page


OPENED = {"biller": _opened_by_a_biller, "admin": _opened_by_an_administrator}
