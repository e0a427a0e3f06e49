"""Kills of the server's process group in the middle of pushes; the long campaign is a soak run."""

from pathlib import Path

import pytest

from tests.server.sync.killing import campaign, verify

ROUNDS = 1  # each starts a whole server again


@pytest.mark.both_databases
def test_nothing_that_was_answered_is_lost_or_doubled(database_url: str, tmp_path: Path) -> None:
    with campaign(database_url, tmp_path / "data") as running:
        running.run(ROUNDS, seed=7)
        assert running.check() > 0
    verify(database_url, tmp_path / "data")
