"""Running the machine over an application, whole or with a fault put in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.server.sync.backups import Backups
from tests.soak.model.client import Client
from tests.soak.model.machine import SyncMachine

STEPS = 25
MOST_EXAMPLES = 150  # in which a fault must show


def run(app: Flask, folder: Path, examples: int, *, client: type[Client] = Client, number: int = 0) -> None:
    """Run the machine; the same number gives the same cases."""
    if not folder.exists():
        folder.mkdir()
        Backups(app, folder).take()  # the empty database, with which each example begins
    machine = type("Machine", (SyncMachine,), {"app": app, "folder": folder, "client_class": client})
    options = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
        derandomize=False,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(machine), settings=options)


def expect_server_fault(
    app: Flask, folder: Path, patch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Fail unless the model finds the fault."""
    mutant(patch)
    with pytest.raises(AssertionError):
        run(app, folder, MOST_EXAMPLES)


def expect_tablet_fault(app: Flask, folder: Path, client: type[Client]) -> None:
    """Fail unless the model finds the fault."""
    with pytest.raises(AssertionError):
        run(app, folder, MOST_EXAMPLES, client=client)
