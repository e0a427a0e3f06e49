"""The model of sync holds on the real server, and finds the faults that are put in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.soak.model.mutants import SOON
from tests.soak.model.running import expect_server_fault, run

EXAMPLES = 4


def test_the_model_holds(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path / "empty", EXAMPLES)


@pytest.mark.parametrize("mutant", SOON, ids=lambda each: each.__name__)
def test_a_fault_in_the_server_is_found(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    expect_server_fault(app, tmp_path / "empty", monkeypatch, mutant)
