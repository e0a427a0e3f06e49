"""The load: push from eight tablets at once, full pulls, small pulls, empty pulls, one batch again.

Every text is looked for by its hash in a full pull: a server that is fast and loses one is a failure,
not a figure.
"""

import hashlib
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tests.bench.sync.connection import Connection
from tests.bench.sync.meter import peak_of, use_of
from tests.bench.sync.notes import Note

BATCH = 50
CLIENTS = 8
FULL_PULLS = 3
EMPTY_PULLS = 50


class Side(Protocol):
    """A server under load: how a batch and a pull look on its wire."""

    def connect(self, tablet: int) -> Connection:
        """Return a connection signed in on the tablet of that number."""

    def batch(self, tablet: int, notes: Sequence[Note]) -> bytes:
        """Return the body of a push, made before the clock starts."""

    def push(self, connection: Connection, body: bytes) -> int:
        """Send it; return how many mutations the server says it has."""

    def pull(self, connection: Connection, cursor: str) -> "Pulled":
        """Fetch everything after the cursor."""


@dataclass(frozen=True)
class Pulled:
    """What a pull to the end brought: all rows, of them the notes, and how long each page took."""

    rows: int
    texts: dict[tuple[str, str], str]
    cursor: str
    seconds: float


@dataclass(frozen=True)
class Figures:
    """What was measured; times in milliseconds, rates per second, processor time for each mutation."""

    push_rate: float
    push_p50: float
    push_p95: float
    push_processor: float
    full_rate: float
    small_p50: float
    small_p95: float
    empty_p50: float
    empty_p95: float
    megabytes: float  # at most, all processes
    known_again: int  # of an accepted batch that was sent once more
    echoed: int  # rows that readers got because of it


class Lost(Exception):
    """The server is missing something it acknowledged, or gave something twice."""


def run(side: Side, notes: Sequence[Note], rounds: Sequence[Sequence[Note]], root: int) -> Figures:
    """Run all phases against the server whose first process is `root`.

    Raises Lost when anything is missing or wrong.
    """
    with peak_of(root) as most:
        figures = _run(side, notes, rounds, root)
    return replace(figures, megabytes=most[0])


def _run(side: Side, notes: Sequence[Note], rounds: Sequence[Sequence[Note]], root: int) -> Figures:
    bodies = _batches(side, notes)
    rate, latencies, processor = _push_all(side, bodies, len(notes), root)
    reader = side.connect(0)
    full = [side.pull(reader, "") for _ in range(FULL_PULLS)]
    _expect_all(full[-1], notes)
    small, cursor = _rounds(side, reader, rounds, full[-1].cursor)
    empty = [side.pull(reader, cursor).seconds for _ in range(EMPTY_PULLS)]
    # As after a lost answer.
    known_again = side.push(reader, bodies[0][0])
    return Figures(
        push_rate=rate,
        push_p50=percentile(latencies, 50),
        push_p95=percentile(latencies, 95),
        push_processor=processor / len(notes) * 1000,
        full_rate=statistics.median(each.rows / each.seconds for each in full),
        small_p50=percentile(small, 50),
        small_p95=percentile(small, 95),
        empty_p50=percentile(empty, 50),
        empty_p95=percentile(empty, 95),
        megabytes=0.0,
        known_again=known_again,
        echoed=side.pull(reader, cursor).rows,
    )


def expect_no_echo(figures: Figures) -> Figures:
    """Return the figures; raises Lost unless a batch sent again was all known, and news to nobody."""
    if figures.known_again != BATCH:
        raise Lost("a batch that was sent again is not known any more")
    if figures.echoed:
        raise Lost("a batch that was sent again changed something")
    return figures


def timed(pull: Callable[[], tuple[int, dict[tuple[str, str], str], str]]) -> Pulled:
    """Run a pull to its end and say how long it took."""
    began = time.perf_counter()
    rows, texts, cursor = pull()
    return Pulled(rows, texts, cursor, time.perf_counter() - began)


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[round(percent / 100 * (len(ordered) - 1))] * 1000


def _batches(side: Side, notes: Sequence[Note]) -> list[list[bytes]]:
    """Return each tablet's bodies, dealt out in turn."""
    bodies: list[list[bytes]] = [[] for _ in range(CLIENTS)]
    for number, start in enumerate(range(0, len(notes), BATCH)):
        tablet = number % CLIENTS
        bodies[tablet].append(side.batch(tablet, notes[start : start + BATCH]))
    return bodies


def _push_all(
    side: Side, bodies: Sequence[Sequence[bytes]], expected: int, root: int
) -> tuple[float, list[float], float]:
    """Send everything from all tablets at once; return the rate, how long each batch took, processor time."""
    latencies: list[float] = []
    stored: list[int] = []
    before: list[float] = []
    # Once all have signed in: a password costs the processor as much as a hundred mutations.
    ready = threading.Barrier(CLIENTS + 1, lambda: before.append(use_of(root).processor_seconds))

    def tablet(number: int) -> None:
        connection = side.connect(number)
        ready.wait()
        for body in bodies[number]:
            began = time.perf_counter()
            stored.append(side.push(connection, body))
            latencies.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=tablet, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if sum(stored) != expected:
        raise Lost(f"{sum(stored)} of {expected} mutations were acknowledged")
    return expected / took, latencies, use_of(root).processor_seconds - before[0]


def _expect_all(pulled: Pulled, notes: Sequence[Note]) -> None:
    wrong = [note for note in notes if _hash(pulled, note) != note.sha256]
    if wrong:
        raise Lost(f"{len(wrong)} of {len(notes)} texts are missing or wrong in a full pull")


def _rounds(
    side: Side, reader: Connection, rounds: Sequence[Sequence[Note]], cursor: str
) -> tuple[list[float], str]:
    """Push a few, pull exactly those; return how long each pull took, and the last cursor."""
    writer = side.connect(1)
    took: list[float] = []
    for notes in rounds:
        side.push(writer, side.batch(1, notes))
        pulled = side.pull(reader, cursor)
        _expect_all(pulled, notes)
        if len(pulled.texts) != len(notes):
            raise Lost(f"a small pull brought {len(pulled.texts)} texts, {len(notes)} were written")
        took.append(pulled.seconds)
        cursor = pulled.cursor
    writer.close()
    return took, cursor


def _hash(pulled: Pulled, note: Note) -> str:
    text = pulled.texts.get((note.visit_id, note.section))
    return hashlib.sha256(text.encode()).hexdigest() if text is not None else ""
