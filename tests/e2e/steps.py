"""What people do again and again, by the names that the screens promise."""

from playwright.sync_api import Page, expect

PASSWORD = "try-it-here-97112"
PIN = "739164"


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
    page.wait_for_function("() => navigator.serviceWorker.ready.then((found) => Boolean(found.active))")
    page.wait_for_function("() => Boolean(navigator.serviceWorker.controller)")
