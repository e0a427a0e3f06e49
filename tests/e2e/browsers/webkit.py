"""WebKitGTK through Selenium and WebKitWebDriver, on an X server without a screen."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import ElementNotInteractableException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement

from tests.e2e.child import Child
from tests.e2e.waiting import until

DRIVER = "/usr/bin/WebKitWebDriver"
# Where Debian keeps the browser; the folder between names the machine's kind.
MINI_BROWSER = "usr/lib/*/webkit2gtk-4.1/MiniBrowser"
TAGS = {
    "button": "self::button",
    "link": "self::a[@href]",
    "heading": "self::h1 or self::h2 or self::h3",
    "textbox": "self::input or self::textarea",
}


@contextmanager
def display(log: Path) -> Iterator[str]:
    """Start an X server without a screen; give its display."""
    child = Child(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1400x24", "-nolisten", "tcp"], log)
    try:
        yield f":{child.wait_for(r'^([0-9]+)$')[1]}"
    finally:
        child.kill()


class WebKit:
    """A WebKitGTK with one page. Its storage lives as long as it does: the driver allows no profile."""

    def __init__(self, on_display: str) -> None:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(next(Path("/").glob(MINI_BROWSER)))
        options.add_argument("--automation")
        service = webdriver.WebKitGTKService(DRIVER, env={**os.environ, "DISPLAY": on_display})
        self.driver: WebDriver = webdriver.WebKitGTK(options=options, service=service)
        self.driver.set_script_timeout(20)
        self.driver.set_window_size(820, 1180)

    def goto(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self.driver.get(url)

    def reload(self) -> None:
        """Load the page again and wait for it."""
        self.driver.refresh()

    def evaluate(self, expression: str) -> object:
        """Return the value of a JavaScript expression, awaited, as plain data."""
        script = (
            f"const done = arguments[0]; (async () => ({expression}))()"
            ".then((value) => done({value}), (fault) => done({fault: String(fault)}))"
        )
        answer: dict[str, object] = self.driver.execute_async_script(script)
        if "fault" in answer:
            raise AssertionError(answer["fault"])
        return answer.get("value")

    def has(self, role: str, name: str) -> bool:
        """Tell whether an element of that role, whose name begins so, is to be seen."""
        return bool(self._all(role, name))

    def wait_for(self, role: str, name: str) -> None:
        """Wait until such an element is to be seen."""
        until(lambda: self.has(role, name), f"a {role} named {name!r}")

    def click(self, role: str, name: str) -> None:
        """Click an element once it is there."""
        self._act(role, name, WebElement.click)

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        self._act("textbox", name, lambda field: field.send_keys(text))

    def screenshot(self, path: Path) -> None:
        """Save what the page shows as PNG."""
        self.driver.save_screenshot(str(path))

    def close(self) -> None:
        """End it."""
        self.driver.quit()

    def _act(self, role: str, name: str, act: Callable[[WebElement], None]) -> None:
        """Do something with an element, once it is there and stays for it."""

        def done() -> bool:
            for element in self._all(role, name)[:1]:
                with suppress(StaleElementReferenceException, ElementNotInteractableException):
                    act(element)
                    return True
            return False

        until(done, f"a {role} named {name!r}")

    def _all(self, role: str, name: str) -> list[WebElement]:
        path = f"//*[{TAGS.get(role, 'false()')} or @role='{role}']"
        return [found for found in self.driver.find_elements(By.XPATH, path) if _is_seen_as(found, name)]


def _is_seen_as(element: WebElement, name: str) -> bool:
    try:
        return element.is_displayed() and element.accessible_name.strip().startswith(name)
    except StaleElementReferenceException:  # the page drew itself anew meanwhile
        return False
