"""Faults at some writes of a walk at the tablet; the soak run lets each of them fail."""

from pathlib import Path

import pytest
from flask import Flask

from tests.soak import writes
from tests.soak.score import Score

PLACES = range(0, 21, 4)


@pytest.mark.parametrize("fault", ["fillDiskAt", "dieAfter"])
def test_nothing_called_stored_is_lost(app: Flask, tablet_program: Path, fault: str) -> None:
    score = Score(fault, seed=0)

    writes.run(app, tablet_program, fault, PLACES, score)

    score.check()


def test_the_campaign_finds_a_screen_that_does_not_wait_for_the_disk(
    app: Flask, tablet_program: Path
) -> None:
    score = Score("control", seed=0)

    writes.run(app, tablet_program, "dieAfter", range(1), score, writes.EagerBook)

    assert score.lost
