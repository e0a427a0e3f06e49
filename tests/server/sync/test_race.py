"""A polling reader misses nothing of eight writers; and would, were numbers taken any earlier."""

import pytest
from flask import Flask

from tests.server.sync.clinic import Clinic
from tests.soak.early_numbers import number_by_sequence, number_first
from tests.soak.race import Race

COMMITS = 15
TRIES = 5


@pytest.mark.both_databases
def test_a_polling_reader_misses_nothing(app: Flask, clinic: Clinic) -> None:
    race = Race(app, clinic, COMMITS)

    assert race.run(seed=1) == set()
    assert len(race.committed) == 8 * COMMITS


@pytest.mark.both_databases
def test_the_race_notices_numbers_taken_first(
    app: Flask, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    number_first(app, monkeypatch)

    assert any(Race(app, clinic, COMMITS).run(seed) for seed in range(TRIES))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_race_notices_a_sequence(app: Flask, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    number_by_sequence(app, monkeypatch)

    assert any(Race(app, clinic, COMMITS).run(seed) for seed in range(TRIES))
