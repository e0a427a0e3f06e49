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

# Leads until its standard input ends, which it does with whoever started it.
LEADER = """
import sys
from pathlib import Path
from server.jobs.lock import leadership
print("asks", flush=True)
with leadership(sys.argv[1], Path(sys.argv[2])):
    print("leads", flush=True)
    sys.stdin.read()
"""
PATIENCE_SECONDS = 60
A_MOMENT_SECONDS = 0.5


@contextmanager
def candidate(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that wants to lead."""
    command = [sys.executable, "-c", LEADER, url, str(folder)]
    # Unbuffered: a line that is read ahead would not be waited for.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    try:
        assert says(process, b"asks\n", PATIENCE_SECONDS)
        yield process
    finally:
        process.kill()
        process.communicate()


def says(process: subprocess.Popen[bytes], line: bytes, patience: float) -> bool:
    """Wait for a process to say a line."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        return bool(waiting.select(patience)) and process.stdout.readline() == line


def leads(process: subprocess.Popen[bytes], patience: float = PATIENCE_SECONDS) -> bool:
    """Wait for a process to say that it leads."""
    return says(process, b"leads\n", patience)


@pytest.mark.both_databases
def test_the_second_leads_once_the_first_is_killed(database_url: str, tmp_path: Path) -> None:
    with candidate(database_url, tmp_path) as first:
        assert leads(first)
        with candidate(database_url, tmp_path) as second:
            assert not leads(second, A_MOMENT_SECONDS)
            os.kill(first.pid, signal.SIGKILL)

            assert leads(second)
