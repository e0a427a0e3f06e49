"""The bad network at length."""

from pathlib import Path

import pytest
from flask import Flask

from tests.soak import network
from tests.soak.score import Score, cases

CASES = 2_000


@pytest.mark.campaign("bad network")
def test_a_bad_network_loses_and_doubles_nothing(app: Flask, tablet_program: Path, score: Score) -> None:
    network.run(app, tablet_program, cases(CASES), score)

    score.check()
