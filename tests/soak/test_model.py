"""The model at length, with new cases each time; a failure prints what repeats it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.soak.model.client import Client
from tests.soak.model.mutants import LATER, TABLETS_LATER
from tests.soak.model.running import expect_server_fault, expect_tablet_fault, run

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "25"))
EXAMPLES = 40  # a round: short enough that a hanging one is noticed


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_model_holds(app: Flask, tmp_path: Path, number: int) -> None:
    run(app, tmp_path / "empty", EXAMPLES, again=False)


@pytest.mark.parametrize("mutant", LATER, ids=lambda each: each.__name__)
def test_a_fault_in_the_server_is_found(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    expect_server_fault(app, tmp_path / "empty", monkeypatch, mutant)


@pytest.mark.parametrize("client", TABLETS_LATER, ids=lambda each: each.__name__)
def test_a_fault_in_a_tablet_is_found(app: Flask, tmp_path: Path, client: type[Client]) -> None:
    expect_tablet_fault(app, tmp_path / "empty", client)
