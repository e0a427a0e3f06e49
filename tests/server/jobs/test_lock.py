"""One process leads at a time; when it dies, however it dies, the next one leads."""

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

LEADER = """
import sys, time
from pathlib import Path
from server.jobs.lock import leadership
with leadership(sys.argv[1], Path(sys.argv[2])):
    print("leads", flush=True)
    time.sleep(600)
"""
PATIENCE_SECONDS = 20


@contextmanager
def candidate(url: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that wants to lead."""
    process = subprocess.Popen(
        [sys.executable, "-c", LEADER, url, str(folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def leads(process: subprocess.Popen[str], patience: float) -> bool:
    """Wait for a process to say that it leads."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        return bool(waiting.select(patience)) and process.stdout.readline() == "leads\n"


@pytest.mark.both_databases
def test_the_second_leads_once_the_first_is_killed(database_url: str, tmp_path: Path) -> None:
    with candidate(database_url, tmp_path) as first:
        assert leads(first, PATIENCE_SECONDS)
        with candidate(database_url, tmp_path) as second:
            assert not leads(second, 2)
            os.kill(first.pid, signal.SIGKILL)

            assert leads(second, PATIENCE_SECONDS)
