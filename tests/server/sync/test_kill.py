"""Kills of the server's process group in the middle of pushes; the long campaign is a soak run."""

from pathlib import Path

import pytest

from tests.server.sync.killing import campaign, verify
from tests.soak.loaded_server import LoadedServer

WHOLE, LOADED = 1, 25  # a whole start takes some seconds


@pytest.mark.both_databases
def test_nothing_that_was_answered_is_lost_or_doubled(database_url: str, tmp_path: Path) -> None:
    with campaign(database_url, tmp_path / "data") as running:
        running.run(WHOLE, seed=7)
        assert running.check() > 0
    verify(database_url, tmp_path / "data")


@pytest.mark.both_databases
def test_nothing_is_lost_or_doubled_by_one_kill_after_the_other(database_url: str, tmp_path: Path) -> None:
    with campaign(database_url, tmp_path / "data", LoadedServer) as running:
        running.run(LOADED, seed=11)
        assert running.check() > 0
    verify(database_url, tmp_path / "data")
