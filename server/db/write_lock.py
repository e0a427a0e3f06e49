"""One writer at a time on SQLite: fair between threads, and between processes.

SQLite's own busy handler sleeps and is unfair: with eight writers the slowest
waited three times as long. So a write transaction first takes its turn here, and
only then says BEGIN IMMEDIATE. The file lock also keeps two connections from
writing and checkpointing at once, which corrupts SQLite before 3.51.3.
"""

import fcntl
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

from server.problems import Busy

PATIENCE_SECONDS = 30.0
_FIRST_PAUSE_SECONDS = 0.0005
_LONGEST_PAUSE_SECONDS = 0.01


class TurnTaking:
    """A lock that serves threads in the order in which they came."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Event] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for this thread's turn, at most `timeout` seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():  # it was handed over in the last instant
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        """Hand the lock to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class WriteLock:
    """The lock around SQLite write transactions of all threads and processes of one data folder."""

    def __init__(self, folder: Path, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._turns = TurnTaking()
        self._next = folder / "write.next"
        self._lock = folder / "write.lock"
        self._patience = patience_seconds

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raise Busy when it stays taken for longer than the patience."""
        deadline = time.monotonic() + self._patience
        if not self._turns.acquire(self._patience):
            raise Busy("Another write is taking too long.")
        try:
            with self._across_processes(deadline):
                yield
        finally:
            self._turns.release()

    @contextmanager
    def _across_processes(self, deadline: float) -> Iterator[None]:
        # Whoever holds "next" gets the lock next, so a busy web process cannot starve the jobs' one.
        with _flocked(self._next, deadline) as turnstile:
            lock = _open(self._lock)
            try:
                _flock(lock, deadline)
            except BaseException:
                os.close(lock)
                raise
            fcntl.flock(turnstile, fcntl.LOCK_UN)
        try:
            yield
        finally:
            os.close(lock)


@contextmanager
def _flocked(path: Path, deadline: float) -> Iterator[int]:
    descriptor = _open(path)
    try:
        _flock(descriptor, deadline)
        yield descriptor
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    # Opened anew each time: an inherited descriptor would share its lock with the parent process.
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _flock(descriptor: int, deadline: float) -> None:
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Busy("Another process is writing for too long.") from None
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
