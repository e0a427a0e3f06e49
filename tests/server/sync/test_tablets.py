"""Real tablets on the real server: some walks of the campaign, and a fault that they find soon."""

from pathlib import Path

from flask import Flask

from tests.soak import node
from tests.soak.model import walking
from tests.soak.score import Score

WALKS = 3


def test_two_clinicians_on_the_same_notes_lose_nothing(
    app: Flask, tablet_program: Path, tmp_path: Path
) -> None:
    score = Score("real tablets", seed=1)

    walking.run(app, tablet_program, tmp_path / "walks", WALKS, score)

    score.check()


def test_a_tablet_that_lets_go_before_a_backup_is_found(app: Flask, tmp_path: Path) -> None:
    program = node.bundle(tmp_path / "program", "lets_go_before_a_backup")

    walking.expect_fault(app, program, tmp_path / "walks")
