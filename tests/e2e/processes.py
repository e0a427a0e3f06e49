"""What runs in a process group, as /proc has it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ENDED = "ZX"


@dataclass(frozen=True)
class Process:
    """A running process."""

    number: int
    parent: int
    command: str


def running_in(group: int) -> Iterator[Process]:
    """Give the processes of a group that have not ended; one nobody has asked after yet has."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            state, parent, its_group, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(its_group) == group and state not in ENDED:
                command = (folder / "cmdline").read_text().replace("\0", " ")
                yield Process(int(folder.name), int(parent), command)
