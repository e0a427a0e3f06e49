"""The kill campaign at length: `SOAK_ROUNDS` kills, each on both databases, with a new seed each time."""

import os
import secrets
from pathlib import Path

import pytest

from tests.server.sync.killing import campaign, verify

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "25"))


@pytest.mark.both_databases
def test_nothing_that_was_answered_is_lost_or_doubled(database_url: str, tmp_path: Path) -> None:
    seed = secrets.randbits(32)

    with campaign(database_url, tmp_path / "data") as running:
        running.run(ROUNDS, seed)
        answered = running.check()

    print(f"seed {seed}: {ROUNDS} kills, {answered} answered, none lost or doubled")  # noqa: T201
    verify(database_url, tmp_path / "data")
