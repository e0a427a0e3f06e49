"""The race at length, with a new seed each time."""

import secrets

import pytest
from flask import Flask

from tests.server.sync.clinic import make_clinic
from tests.soak.race import Race

COMMITS = 300


@pytest.mark.both_databases
def test_a_polling_reader_misses_nothing_for_long(app: Flask) -> None:
    seed = secrets.randbits(32)

    lost = Race(app, make_clinic(app), COMMITS).run(seed)

    assert lost == set(), f"seed {seed}"
