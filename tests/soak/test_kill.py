"""Kills of the server at length, on both databases."""

from pathlib import Path

import pytest

from tests.server.sync.killing import campaign, verify
from tests.soak.score import Score, cases

KILLS = 1_000


@pytest.mark.campaign("server killed")
@pytest.mark.both_databases
def test_nothing_that_was_answered_is_lost_or_doubled(
    database_url: str, tmp_path: Path, score: Score
) -> None:
    score.cases = cases(KILLS)

    with campaign(database_url, tmp_path / "data") as running:
        running.run(score.cases, score.seed)
        assert running.check() > 0

    verify(database_url, tmp_path / "data")
