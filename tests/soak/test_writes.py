"""Faults at every write."""

from pathlib import Path

import pytest
from flask import Flask

from tests.soak import writes
from tests.soak.score import Score, cases


@pytest.mark.campaign("faults at every write")
@pytest.mark.parametrize("fault", ["fillDiskAt", "dieAfter"])
def test_nothing_called_stored_is_lost(app: Flask, tablet_program: Path, fault: str, score: Score) -> None:
    whole = writes.commits_of_a_walk(app, tablet_program)
    assert whole > 10

    writes.run(app, tablet_program, fault, range(cases(whole + 1)), score)

    score.check()
