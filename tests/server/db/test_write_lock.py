"""The write lock: fair between threads, exclusive and fair between processes, never for ever."""

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from server.db.write_lock import TurnTaking, WriteLock
from server.problems import Busy


def test_threads_are_served_in_the_order_in_which_they_came() -> None:
    turns, served = TurnTaking(), []
    assert turns.acquire(1)

    def come(number: int) -> None:
        assert turns.acquire(10)
        served.append(number)
        turns.release()

    threads = []
    for number in range(8):
        thread = threading.Thread(target=come, args=(number,))
        thread.start()
        threads.append(thread)
        while len(turns._waiting) <= number:
            time.sleep(0)  # until it stands in the queue
    turns.release()
    for thread in threads:
        thread.join()

    assert served == list(range(8))


def test_whoever_waits_too_long_leaves_the_queue() -> None:
    turns = TurnTaking()
    assert turns.acquire(1)

    assert not turns.acquire(0.01)
    turns.release()

    assert turns.acquire(0.01)


def test_a_lock_held_elsewhere_for_too_long_is_busy(tmp_path: Path) -> None:
    impatient = WriteLock(tmp_path, patience_seconds=0.05)

    with WriteLock(tmp_path).held(), pytest.raises(Busy), impatient.held():
        raise AssertionError("both held it")


def test_an_error_inside_lets_go(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path, patience_seconds=0.05)

    with pytest.raises(KeyError), lock.held():
        raise KeyError

    with lock.held():
        pass


ROUNDS = 30
PATIENCE_SECONDS = 60


def _append(folder: Path, name: str, other: str) -> None:
    """Append a name again and again, without a rest, until the other one had its turn so often between."""
    lock = WriteLock(folder)
    end = time.monotonic() + PATIENCE_SECONDS
    met = written = 0
    while met < ROUNDS and time.monotonic() < end:
        with lock.held():
            log = (folder / "log").read_text()
            met += log.endswith(other)
            (folder / "log").write_text(log + name)
        written += 1
    (folder / name).write_text(f"{written} {met}")


def test_processes_exclude_each_other_and_take_turns(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_append, args=(tmp_path, *names)) for names in ("ab", "ba")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    log = (tmp_path / "log").read_text()
    for name in "ab":
        written, met = map(int, (tmp_path / name).read_text().split())
        assert log.count(name) == written  # none wrote over the other's
        assert met == ROUNDS  # none was kept waiting while the other came again and again
