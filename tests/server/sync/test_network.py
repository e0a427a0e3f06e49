"""The tablet's own code over a bad network: a slice of the campaign, and a fault that it must find."""

from pathlib import Path

import pytest
from flask import Flask

from tests.soak import network
from tests.soak.model.mutants import forget_what_was_applied
from tests.soak.score import Score

CASES = 12  # a little more than one of each fault


def test_a_bad_network_loses_and_doubles_nothing(app: Flask, tablet_program: Path) -> None:
    score = Score("bad network", seed=4)

    network.run(app, tablet_program, CASES, score)

    score.check()
    assert score.cases == CASES


def test_the_campaign_finds_work_that_is_done_again(
    app: Flask, tablet_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_what_was_applied(monkeypatch)
    score = Score("bad network", seed=4)

    network.run(app, tablet_program, CASES, score)

    assert score.found()
