"""Where the scenes play: the real server with the demo organization, and browsers with their own profiles."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.e2e import midday
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess


@dataclass
class Stage:
    """A server, and browsers opened when a scene needs one."""

    playwright: Playwright
    server: ServerProcess
    folder: Path
    faults: Faults = field(default_factory=Faults)
    _open: list[Chromium] = field(default_factory=list)

    def browser(self, name: str, *, touch: bool) -> Page:
        """Return the page of a new browser with the app open."""
        opened = Chromium(self.playwright, self.folder / name, self.faults, touch=touch)
        self._open.append(opened)
        opened.page.goto(self.server.url)
        return opened.page

    def close(self) -> None:
        """Close what was opened."""
        while self._open:
            self._open.pop().close()


@contextmanager
def set_up(playwright: Playwright) -> Iterator[Stage]:
    """Fill a fresh data folder with the demo organization, serve it, and clear everything away after."""
    folder = Path(tempfile.mkdtemp(prefix="kinesync-stage"))
    data = folder / "data"
    midday.fill(data)
    server = ServerProcess(data)
    server.start()
    stage = Stage(playwright, server, folder)
    try:
        yield stage
    finally:
        stage.close()
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
