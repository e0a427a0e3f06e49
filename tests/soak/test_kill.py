"""Kills of the server at length, on both databases."""

from pathlib import Path

import pytest

from tests.e2e.server_process import ServerProcess
from tests.server.sync.killing import campaign, verify
from tests.soak.loaded_server import LoadedServer
from tests.soak.score import Score, cases

KILLS = 1_000
WHOLE = 100  # each costs what `kinesync serve` takes to load


@pytest.mark.campaign("server killed")
@pytest.mark.both_databases
def test_nothing_that_was_answered_is_lost_or_doubled(
    database_url: str, tmp_path: Path, score: Score
) -> None:
    score.cases = cases(KILLS)
    _kill(database_url, tmp_path, score, LoadedServer)


@pytest.mark.campaign("server killed, each start a whole one")
@pytest.mark.both_databases
def test_nothing_is_lost_or_doubled_when_all_of_it_starts_anew(
    database_url: str, tmp_path: Path, score: Score
) -> None:
    score.cases = cases(WHOLE)
    _kill(database_url, tmp_path, score, ServerProcess)


def _kill(database_url: str, folder: Path, score: Score, kind: type[ServerProcess]) -> None:
    with campaign(database_url, folder / "data", kind) as running:
        running.run(score.cases, score.seed)
        assert running.check() > 0

    verify(database_url, folder / "data")
