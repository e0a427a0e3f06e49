"""Fixtures for tests in a real browser against the real server.

`make test` runs two at a time, each with its own server, ports and profiles. Walks that must not run beside
each other share a mark: `@pytest.mark.xdist_group("…")`.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.e2e import midday
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.browsers.firefox import Firefox
from tests.e2e.browsers.webkit import WebKit, display
from tests.e2e.server_process import ServerProcess

SCREENSHOTS = Path(__file__).parent / "screenshots"


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo organization, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    midday.fill(folder)
    return folder


@pytest.fixture
def server(demo_data: Path, tmp_path: Path) -> Iterator[ServerProcess]:
    """The real server, running, with the demo organization."""
    process = ServerProcess(shutil.copytree(demo_data, tmp_path / "data"))
    try:
        process.start()
        yield process
    finally:
        process.kill()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def faults() -> Iterator[Faults]:
    """What the pages complain of. Anything unexpected fails the test at its end."""
    collected = Faults()
    yield collected
    collected.check()


@pytest.fixture
def tablet(playwright: Playwright, faults: Faults, tmp_path: Path) -> Iterator[Chromium]:
    """A tablet in upright position with touch, its profile on disk."""
    browser = Chromium(playwright, tmp_path / "tablet", faults)
    yield browser
    browser.close()


@pytest.fixture
def page(tablet: Chromium, server: ServerProcess) -> Page:
    """The tablet with the app open."""
    tablet.page.goto(server.url)
    return tablet.page


@pytest.fixture
def desk(playwright: Playwright, faults: Faults, tmp_path: Path) -> Iterator[Chromium]:
    """A computer on a desk, for supervisors and billers."""
    browser = Chromium(playwright, tmp_path / "desk", faults, touch=False)
    yield browser
    browser.close()


@pytest.fixture
def firefox(faults: Faults, tmp_path: Path) -> Iterator[Firefox]:
    """Firefox, its profile on disk."""
    browser = Firefox(tmp_path / "firefox", faults)
    yield browser
    browser.close()


@pytest.fixture
def webkit(tmp_path: Path) -> Iterator[WebKit]:
    """WebKitGTK on an X server of its own."""
    with display(tmp_path / "xvfb.log") as on_display:
        browser = WebKit(on_display)
        yield browser
        browser.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Return where to save a screenshot of this test, by a name."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return lambda name: SCREENSHOTS / f"{request.node.name}-{name}.png"
