"""The tablet at the bedside: how soon the app is there, the clock runs, and everything has come.

At a quarter of this machine's speed, as a cheap tablet has it, and with what else runs on the machine told.
Times are taken inside the page, from the finger to the paint. Each stands beside a reference of the same page
and run: an empty page, an empty strict write, the same rows fetched and thrown away.

The throttle slows the page and not its workers. So the key derivation runs at full speed here, at the cost
that full speed makes calibration choose; what it would be on a tablet four times slower is told beside it.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.bench.caseload import PATIENTS_MORE, VISITS_EACH, fill
from tests.bench.tablet.derivation import derivation
from tests.bench.tablet.opening import opening
from tests.bench.tablet.pulling import first_pull, today_again
from tests.bench.tablet.size import first_load
from tests.bench.tablet.tapping import taps
from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import KINESYNC, ServerProcess
from tests.e2e.steps import begin_day, open_visit


def measure() -> Iterator[str]:
    """Give the figures, one line each."""
    yield first_load()
    yield derivation()
    with sync_playwright() as playwright:
        yield from _demo(playwright)
        yield from _caseload(playwright)
    running, processors = os.getloadavg()[0], os.cpu_count()
    yield f"meanwhile {running:.1f} processes wanted to run on {processors} processors"


def _demo(playwright: Playwright) -> Iterator[str]:
    with _server() as server, _tablet(playwright, server) as tablet:
        tablet.page.goto(server.url)
        begin_day(tablet.page)
        open_visit(tablet.page)
        yield from taps(tablet)
        server.kill()
        yield opening(tablet, server.url, "the demo's caseload")


def _caseload(playwright: Playwright) -> Iterator[str]:
    with _server(large=True) as server, _tablet(playwright, server) as tablet:
        yield from first_pull(tablet, server.url)
        yield today_again(tablet)
        server.kill()
        yield opening(tablet, server.url, f"{PATIENTS_MORE} patients, {PATIENTS_MORE * VISITS_EACH:,} visits")


@contextmanager
def _server(*, large: bool = False) -> Iterator[ServerProcess]:
    folder = Path(tempfile.mkdtemp(prefix="bench-tablet"))
    try:
        if large:
            fill(folder / "data")
        else:
            environment = {"DATA": str(folder / "data")}
            subprocess.run([KINESYNC, "demo"], env=environment, check=True, capture_output=True)
        server = ServerProcess(folder / "data")
        server.start()
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _tablet(playwright: Playwright, server: ServerProcess) -> Iterator[Chromium]:
    tablet = Chromium(playwright, server.data.parent / "tablet", Faults())
    try:
        yield tablet
    finally:
        tablet.close()
