"""The model at length, with new cases each time, and every fault that it must find."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.soak.model.client import Client
from tests.soak.model.mutants import LATER, SOON, TABLETS_LATER, TABLETS_SOON
from tests.soak.model.running import expect_server_fault, expect_tablet_fault, run
from tests.soak.score import Score, cases

CASES = 1_000
EXAMPLES = 40  # at a time: short enough that a hanging one is noticed


@pytest.mark.campaign("model of the protocol")
def test_the_model_holds(app: Flask, tmp_path: Path, score: Score) -> None:
    whole = cases(CASES)
    while score.cases < whole:
        examples = min(EXAMPLES, whole - score.cases)
        run(app, tmp_path / "empty", examples, number=score.seed + score.cases)
        score.cases += examples


@pytest.mark.parametrize("mutant", SOON + LATER, ids=lambda each: each.__name__)
def test_a_fault_in_the_server_is_found(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    expect_server_fault(app, tmp_path / "empty", monkeypatch, mutant)


@pytest.mark.parametrize("client", TABLETS_SOON + TABLETS_LATER, ids=lambda each: each.__name__)
def test_a_fault_in_a_tablet_is_found(app: Flask, tmp_path: Path, client: type[Client]) -> None:
    expect_tablet_fault(app, tmp_path / "empty", client)
