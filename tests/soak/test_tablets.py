"""Walks of real tablets at length, and every fault that they must find."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.soak import node
from tests.soak.model import mutants, walking
from tests.soak.score import Score, cases

CASES = 300


@pytest.mark.campaign("real tablets")
def test_two_clinicians_on_the_same_notes_lose_nothing(
    app: Flask, tablet_program: Path, tmp_path: Path, score: Score
) -> None:
    walking.run(app, tablet_program, tmp_path / "walks", cases(CASES), score)

    score.check()


@pytest.mark.parametrize("mutant", node.mutants())
def test_a_fault_in_the_tablet_is_found(app: Flask, tmp_path: Path, mutant: str) -> None:
    program = node.bundle(tmp_path / "program", mutant)

    walking.expect_fault(app, program, tmp_path / "walks")


@pytest.mark.parametrize("mutant", mutants.SEEN_BY_TABLETS, ids=lambda each: each.__name__)
def test_a_fault_in_the_server_is_found(
    app: Flask,
    tablet_program: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mutant: Callable[[pytest.MonkeyPatch], None],
) -> None:
    mutant(monkeypatch)

    walking.expect_fault(app, tablet_program, tmp_path / "walks")
