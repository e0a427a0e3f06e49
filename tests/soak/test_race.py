"""The race at length, with a new seed each time."""

import pytest
from flask import Flask

from tests.server.sync.clinic import make_clinic
from tests.soak.race import WRITERS, Race
from tests.soak.score import Score, cases

COMMITS = 2_400


@pytest.mark.campaign("cursor race")
@pytest.mark.both_databases
def test_a_polling_reader_misses_nothing_for_long(app: Flask, score: Score) -> None:
    race = Race(app, make_clinic(app), max(1, cases(COMMITS) // WRITERS))

    score.lost += race.run(score.seed)
    score.cases = len(race.committed)

    score.check()
