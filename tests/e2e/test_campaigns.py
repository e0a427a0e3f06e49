"""Slices of the campaigns that need a browser; `make soak` runs them whole."""

from pathlib import Path

from playwright.sync_api import Playwright

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess
from tests.soak import browser_kill, evict
from tests.soak.score import Score


def test_a_killed_browser_loses_and_doubles_nothing(tablet: Chromium, server: ServerProcess) -> None:
    score = Score("browser killed", seed=1)

    browser_kill.run(tablet, server, 20, score)

    score.check()


def test_an_evicted_outbox_is_named_and_what_was_receipted_comes_back(
    playwright: Playwright, server: ServerProcess, faults: Faults, tmp_path: Path
) -> None:
    score = Score("storage evicted", seed=0)

    evict.run(evict.Shelf(playwright, server, tmp_path, faults), [("work", "base")], score)

    score.check()
