"""The product beside its peers, in one run on one machine: the same texts, batches and pulls.

Kinto (in memory, and over PostgreSQL) and pouchdb-server, as they come, without sign-in to speak of; the
product with sign-in, mapped classes, rules and audit on SQLite with synchronous FULL and on PostgreSQL with
fsync. Memory is of the servers' processes, without PostgreSQL's.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.peers.installing import CannotInstall, installed_kinto, installed_pouchdb
from tests.bench.peers.kinto import started_kinto
from tests.bench.peers.pouchdb import PouchDB, started_pouchdb
from tests.bench.peers.table import HEAD, line_of, ratios
from tests.bench.sync import NOTES, make_work, measure_product, rounds_of
from tests.bench.sync.load import Figures, Lost, Side, run
from tests.bench.sync.notes import Note
from tests.postgresql import cluster, create_database

DURABLE = ("max_connections=200", "shared_buffers=128MB")
OURS = "kinesync, SQLite FULL"
Runs = dict[str, Callable[[Path], Figures]]


def measure() -> Iterator[str]:
    """Yield the table, a line as soon as it is known, and the ratios."""
    visits, notes = make_work()
    found: dict[str, Figures] = {}
    yield HEAD
    with ExitStack() as stack:
        server = stack.enter_context(cluster(DURABLE))
        runs: Runs = {
            OURS: lambda folder: measure_product(folder, visits, notes),
            "kinesync, PostgreSQL": lambda folder: measure_product(
                folder, visits, notes, create_database(server, "kinesync")
            ),
            "kinto, memory": lambda folder: _kinto(folder, notes, None),
            "kinto, PostgreSQL": lambda folder: _kinto(folder, notes, server),
            "pouchdb, replication": lambda folder: _pouchdb(folder, notes, replicating=True),
            "pouchdb, plain": lambda folder: _pouchdb(folder, notes, replicating=False),
        }
        for name, of_one in runs.items():
            yield _measured(name, of_one, found)
    if OURS in found:
        yield from ratios(found[OURS], found)


def _measured(name: str, of_one: Callable[[Path], Figures], found: dict[str, Figures]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found[name] = of_one(Path(folder))
        except CannotInstall:
            return f"{name:24} cannot be installed here"
        except Lost as loss:
            return f"{name:24} LOSES: {loss}"
    return line_of(name, found[name])


def _kinto(folder: Path, notes: list[Note], server: str | None) -> Figures:
    programs = installed_kinto()
    database = create_database(server, "kinto").replace("+psycopg", "") if server else None
    with started_kinto(programs, folder, database) as (side, process):
        return _run(side, notes, process)


def _pouchdb(folder: Path, notes: list[Note], *, replicating: bool) -> Figures:
    with started_pouchdb(installed_pouchdb(), folder) as (address, process):
        side = PouchDB(address, "bench", replicating=replicating)
        side.make_database()
        return _run(side, notes, process)


def _run(side: Side, notes: list[Note], process: int) -> Figures:
    return run(side, notes[:NOTES], rounds_of(notes), process)
