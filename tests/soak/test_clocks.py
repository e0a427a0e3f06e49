"""All cells of clocks that are set."""

from pathlib import Path

import pytest
from flask import Flask

from tests.soak import clocks
from tests.soak.score import Score, cases


@pytest.mark.campaign("clock set")
def test_no_minute_is_wrong_in_silence(app: Flask, tablet_program: Path, score: Score) -> None:
    clocks.run(app, tablet_program, clocks.CELLS[: cases(len(clocks.CELLS))], score)

    score.check()
