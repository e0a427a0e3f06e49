"""Campaigns in a real browser, at length."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess
from tests.soak import browser_kill, evict, update
from tests.soak.score import Score, cases

KILLS = 300


@pytest.mark.campaign("browser killed")
def test_a_killed_browser_loses_and_doubles_nothing(
    tablet: Chromium, server: ServerProcess, score: Score
) -> None:
    browser_kill.run(tablet, server, cases(KILLS), score)

    score.check()


@pytest.mark.campaign("storage evicted")
def test_evicted_storage_loses_nothing_receipted(
    playwright: Playwright, server: ServerProcess, faults: Faults, tmp_path: Path, score: Score
) -> None:
    shelf = evict.Shelf(playwright, server, tmp_path, faults)

    evict.run(shelf, evict.SUBSETS[: cases(len(evict.SUBSETS))], score)

    score.check()


@pytest.mark.campaign("app updated")
def test_a_changing_app_takes_nothing_from_anybodys_hands(
    tablet: Chromium, demo_data: Path, tmp_path: Path, score: Score
) -> None:
    update.run(tablet, demo_data, tmp_path / "updates", 3, update.CELLS[: cases(len(update.CELLS))], score)

    score.check()
