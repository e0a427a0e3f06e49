"""Clocks that are set at the tablet: some of the cells, and a tablet that sees nothing of it."""

from pathlib import Path

from flask import Flask

from tests.soak import clocks
from tests.soak.score import Score


def test_no_minute_is_wrong_in_silence(app: Flask, tablet_program: Path) -> None:
    score = Score("clock set", seed=0)

    clocks.run(app, tablet_program, clocks.CELLS[4::6], score)

    score.check()


def test_the_campaign_finds_a_tablet_that_does_not_look_at_its_clocks(
    app: Flask, tablet_program: Path
) -> None:
    score = Score("control", seed=0)

    clocks.run(app, tablet_program, [("while it runs", 10)], score, blind=True)

    assert score.wrong
