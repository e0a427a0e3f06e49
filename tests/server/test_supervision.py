"""Processes that are kept running, with real ones."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

# Keeps one part running; the part appends its process id to a file, and waits.
# What `nohup` or a job in the background ignores would stay ignored, and these tests would wait in vain.
SUPERVISOR = """
import asyncio, signal, sys
from server import supervision
for each in (signal.SIGINT, signal.SIGHUP):
    signal.signal(each, signal.SIG_DFL)
supervision.STOP_SECONDS = 0.5
async def nothing(): pass
part = supervision.Part("part", (sys.executable, "-c", sys.argv[1], sys.argv[2]))
asyncio.run(supervision.keep_running([part], nothing()))
"""
PART = """
import os, signal, sys
with open(sys.argv[1], "w") as pipe:
    print(os.getpid(), file=pipe)
while True:
    signal.pause()
"""
DEAF_PART = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + PART
LONGEST_WAIT_SECONDS = 60


class Supervised:
    """A supervisor in a process group of its own, and the pipe on which its part reports."""

    def __init__(self, pipe: Path, part: str) -> None:
        os.mkfifo(pipe)
        self.pipe = os.open(pipe, os.O_RDWR)
        command = [sys.executable, "-c", textwrap.dedent(SUPERVISOR), textwrap.dedent(part), str(pipe)]
        self.process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)

    def next_part(self) -> int:
        """Wait until a part has started; return a descriptor that tells when it is gone."""
        assert select.select([self.pipe], [], [], LONGEST_WAIT_SECONDS)[0], "no part was started"
        return os.pidfd_open(int(os.read(self.pipe, 100)))

    def close(self) -> None:
        """Kill whatever is left of the group."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()
        os.close(self.pipe)


Start = Callable[[str], Supervised]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Start]:
    """Start a supervisor over the given part; clear away what the test leaves."""
    with ExitStack() as stack:

        def start(part: str) -> Supervised:
            supervised = Supervised(tmp_path / "pipe", part)
            stack.callback(supervised.close)
            return supervised

        yield start


def ends(part: int) -> bool:
    """Wait for a process to end, by its descriptor."""
    try:
        return bool(select.select([part], [], [], LONGEST_WAIT_SECONDS)[0])
    finally:
        os.close(part)


def test_a_part_that_dies_is_started_again(supervise: Start) -> None:
    supervised = supervise(PART)
    first = supervised.next_part()

    signal.pidfd_send_signal(first, signal.SIGKILL)

    assert ends(first)
    second = supervised.next_part()
    supervised.process.terminate()
    assert ends(second)
    supervised.process.wait(LONGEST_WAIT_SECONDS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_stop_ends_the_part_and_then_the_supervisor(supervise: Start, number: int) -> None:
    supervised = supervise(PART)
    part = supervised.next_part()

    supervised.process.send_signal(number)

    assert supervised.process.wait(LONGEST_WAIT_SECONDS) == 0
    assert ends(part)


def test_a_part_that_ignores_the_request_to_stop_is_killed(supervise: Start) -> None:
    supervised = supervise(DEAF_PART)
    part = supervised.next_part()

    supervised.process.terminate()

    assert supervised.process.wait(LONGEST_WAIT_SECONDS) == 0
    assert ends(part)


def test_a_killed_supervisor_takes_its_part_along(supervise: Start) -> None:
    supervised = supervise(PART)
    part = supervised.next_part()

    supervised.process.kill()

    supervised.process.wait(LONGEST_WAIT_SECONDS)
    assert ends(part)


def test_a_part_that_keeps_failing_is_started_after_longer_and_longer_pauses(supervise: Start) -> None:
    supervised = supervise("raise SystemExit(3)")
    assert supervised.process.stderr is not None

    said = [supervised.process.stderr.readline() for _ in range(2)]

    assert said == [
        "part ended with 3, starting it again in 0.5 s\n",
        "part ended with 3, starting it again in 1.0 s\n",
    ]
