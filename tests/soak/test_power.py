"""Power loss, and a control that must lose: the same with a database that does not sync."""

from pathlib import Path

import pytest
from flask import Flask

from tests.soak import power
from tests.soak.score import Score, cases

CUTS = 100


@pytest.mark.campaign("power lost")
def test_nothing_answered_is_lost_with_the_power(app: Flask, tmp_path: Path, score: Score) -> None:
    power.run(app, tmp_path / "power", cases(CUTS), score)

    score.check()


def test_the_campaign_finds_a_database_that_does_not_sync(app: Flask, tmp_path: Path) -> None:
    score = Score("control", seed=0)

    power.run(app, tmp_path / "power", 2, score, synchronous="OFF")

    assert score.lost
