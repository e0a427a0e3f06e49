"""Processor time and memory of a server and all it started, read from /proc."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Use:
    """What a tree of processes has used: seconds of processor time, and megabytes now."""

    processor_seconds: float
    megabytes: float


def use_of(root: int) -> Use:
    """Measure the process `root` and its descendants; shared memory is counted in shares (PSS)."""
    tree = _tree(root)
    return Use(sum(_processor_seconds(each) for each in tree), sum(_megabytes(each) for each in tree))


@contextmanager
def peak_of(root: int) -> Iterator[list[float]]:
    """Look at the memory of a tree of processes twice a second; the list holds the most, in megabytes."""
    most = [use_of(root).megabytes]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY_SECONDS):
            most[0] = max(most[0], use_of(root).megabytes)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        ended.set()
        looking.join()


def _tree(root: int) -> set[int]:
    parents = {int(each.name): _parent(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    found = {root}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def _parent(process: Path) -> int:
    try:
        return int(_fields(process)[1])
    except OSError:  # it ended meanwhile
        return 0


def _processor_seconds(process: int) -> float:
    try:
        user, system = _fields(Path("/proc") / str(process))[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / TICKS


def _fields(process: Path) -> list[str]:
    """Return the fields of stat after the name, which may hold blanks."""
    return (process / "stat").read_text().rpartition(")")[2].split()


def _megabytes(process: int) -> float:
    try:
        lines = (Path("/proc") / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
