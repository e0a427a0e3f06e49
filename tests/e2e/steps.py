"""What people do again and again, by the names that the screens promise."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.waiting import until

# Five seconds, as Playwright has it, are few for a key and a first pull on a busy machine.
expect.set_options(timeout=30_000)

PASSWORD = "try-it-here-97112"
PIN = "739164"
PATIENT = "Odessa Sample"


def open_with_clock(page: Page, url: str) -> Page:
    """Open the app under a clock that a test can turn; until then it goes as it is.

    Before the app begins: while the clock is put in, a page that is open reads the year 1970.
    """
    page.clock.install()
    page.goto(url)
    return page


def sign_in(page: Page, who: str) -> None:
    """Fill in the sign-in form as one of the demo people, by the name before `@demo.example`."""
    page.get_by_label("Email").fill(f"{who}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def set_pin(page: Page, pin: str = PIN) -> None:
    """Choose the PIN that a therapist is asked for the first time on a tablet."""
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_label("Repeat PIN").fill(pin)
    page.get_by_role("button", name="Use this PIN").click()


def unlock(page: Page, pin: str = PIN) -> None:
    """Unlock a locked tablet."""
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Unlock").click()


def begin(page: Page, who: str = "pt") -> None:
    """Sign in on a new tablet and set the PIN; Today is shown afterwards."""
    sign_in(page, who)
    set_pin(page)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def offline_ready(page: Page) -> None:
    """Wait until the service worker holds the app, so that it opens without a server."""
    until(lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), "a service worker")


def begin_day(page: Page, who: str = "pt") -> None:
    """Begin on a new tablet; wait for the appointments, and for the app to be kept for offline use."""
    begin(page, who)
    expect(visit_link(page, PATIENT)).to_be_visible()
    expect(sync_status(page)).to_contain_text("All saved on server", timeout=30_000)
    offline_ready(page)


def visit_link(page: Page, patient: str) -> Locator:
    """Return the way from Today to a visit: its name begins with the patient's."""
    name = re.compile(f"^{re.escape(patient)}")
    return page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first


def open_visit(page: Page, patient: str = PATIENT) -> None:
    """Open a patient's visit of today."""
    visit_link(page, patient).click()
    expect(page.get_by_role("heading", name=patient)).to_be_visible()


def sync_status(page: Page) -> Locator:
    """Return the words that are always on screen."""
    return page.get_by_label("Sync", exact=True)


def clock_seconds(page: Page) -> int:
    """Return what the running clock shows, in seconds."""
    shown = page.get_by_role("timer").inner_text().strip()
    seconds = 0
    for part in shown.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def add_pnf(page: Page) -> None:
    """Record PNF for the left lower extremity."""
    page.get_by_role("button", name="Add intervention").click()
    page.get_by_role("group", name="Technique").get_by_role("button", name="PNF", exact=True).click()
    region = page.get_by_role("group", name="Region")
    region.get_by_role("button", name="left lower extremity", exact=False).first.click()
    page.get_by_role("button", name="Save intervention").click()
    expect(page.get_by_role("heading", name=PATIENT)).to_be_visible()


def sign_visit(page: Page, pin: str = PIN) -> None:
    """Read the note and sign it with the PIN."""
    page.get_by_role("button", name="Sign visit").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("PNF")
    dialog.get_by_label("PIN", exact=True).fill(pin)
    dialog.get_by_role("button", name="Sign", exact=True).click()
    expect(dialog).to_be_hidden()
