"""Power loss: a short slice of the campaign, and a database that does not sync, which it must find."""

from pathlib import Path

from flask import Flask

from tests.soak import power
from tests.soak.score import Score


def test_nothing_answered_is_lost_with_the_power(app: Flask, tmp_path: Path) -> None:
    score = Score("power lost", seed=1)

    power.run(app, tmp_path / "power", 1, score)

    score.check()
    assert score.cases == 1


def test_the_campaign_finds_a_database_that_does_not_sync(app: Flask, tmp_path: Path) -> None:
    score = Score("control", seed=1)

    power.run(app, tmp_path / "power", 1, score, synchronous="OFF")

    assert score.lost
