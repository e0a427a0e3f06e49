"""Chromium through Playwright: a tablet with a profile that survives being killed."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    ViewportSize,
    WebError,
)

from tests.e2e.browsers.faults import REPORT_VIOLATIONS, Faults
from tests.e2e.processes import running_in
from tests.e2e.waiting import until

PROGRAM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
TABLET = ViewportSize(width=820, height=1180)
DESK = ViewportSize(width=1280, height=900)


class Chromium:
    """A Chromium with its own profile folder, open until closed or killed."""

    def __init__(self, playwright: Playwright, profile: Path, faults: Faults, *, touch: bool = True) -> None:
        self._playwright = playwright
        self.profile = profile
        self.faults = faults
        self.touch = touch
        self.context = self._launch()

    @property
    def page(self) -> Page:
        """The page that is in front: the first one."""
        return self.context.pages[0]

    def kill(self) -> None:
        """Kill the browser and all its processes at once, as a power cut would."""
        group = os.getpgid(self._process_id())
        os.killpg(group, signal.SIGKILL)
        until(lambda: not any(running_in(group)), "the end of the browser: its files are locked until then")
        with suppress(Error):  # it is gone already; this only tells Playwright
            self.context.close()

    def reopen(self) -> Page:
        """Open the browser again on the same profile."""
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)
        self.context = self._launch()
        return self.page

    def close(self) -> None:
        """Close it as a person would."""
        with suppress(Error):  # a killed one cannot be closed
            self.context.close()

    def _launch(self) -> BrowserContext:
        context = self._playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=PROGRAM,
            args=list(FLAGS),
            headless=True,
            viewport=TABLET if self.touch else DESK,
            has_touch=self.touch,
            locale="en-US",
            service_workers="allow",
        )
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._web_error)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.note(f"{message.text} ({message.location.get('url', '')})")

    def _web_error(self, error: WebError) -> None:
        self.faults.note(str(error.error))

    def _process_id(self) -> int:
        """Return the process that holds the profile."""
        wanted = f"--user-data-dir={self.profile}"
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                with suppress(OSError):
                    words = (folder / "cmdline").read_text().split("\0")
                    if wanted in words and not any(word.startswith("--type=") for word in words):
                        return int(folder.name)
        raise ProcessLookupError(f"no Chromium has {self.profile} open")
