"""In Firefox and WebKitGTK the app opens offline, unlocks and times."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.browsers.firefox import Firefox
from tests.e2e.browsers.webkit import WebKit
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import PASSWORD, PATIENT, PIN
from tests.e2e.waiting import until


def treat_offline(browser: Firefox | WebKit, server: ServerProcess) -> None:
    browser.goto(server.url)
    browser.fill("Email", "pt@demo.example")
    browser.fill("Password", PASSWORD)
    browser.click("button", "Sign in")
    browser.fill("PIN", PIN)
    browser.fill("Repeat PIN", PIN)
    browser.click("button", "Use this PIN")
    browser.wait_for("heading", "Today")
    browser.wait_for("link", PATIENT)
    ready = "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
    until(lambda: browser.evaluate(ready), "the service worker")

    server.kill()
    browser.reload()
    browser.fill("PIN", PIN)
    browser.click("button", "Unlock")
    browser.click("link", PATIENT)
    browser.click("button", "Start 97112")
    browser.wait_for("button", "Stop 97112")
    browser.wait_for("timer", "")


def test_firefox_opens_offline_unlocks_and_times(
    firefox: Firefox, server: ServerProcess, picture: Callable[[str], Path]
) -> None:
    treat_offline(firefox, server)
    firefox.screenshot(picture("running"))


@pytest.mark.usefixtures("demo_data")
def test_webkit_opens_offline_unlocks_and_times(
    webkit: WebKit, server: ServerProcess, picture: Callable[[str], Path]
) -> None:
    treat_offline(webkit, server)
    webkit.screenshot(picture("running"))
