"""How long the job takes to finalize service days that are stored and due, on SQLite.

As the job does it, in a process that has the database to itself; while it runs nobody else can write for as
long as one of its transactions lasts, so the longest is told too.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from flask import Flask
from sqlalchemy import event, func, select

from server.app import create_app
from server.claims.models import Line, ServiceDay
from server.config import Config
from server.db import db, transaction
from server.db.write_lock import WriteLock
from server.jobs.work import sweep
from server.migrate import migrate
from tests.server.claims.many_days import fill
from tests.server.makers import NOW

DAYS = 10_000
WANTED_SECONDS = 60


def measure(days: int = DAYS) -> Iterator[str]:
    """Return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config.from_environment({"DATA": folder})
        migrate(config)
        app = create_app(config)
        with app.app_context():
            with transaction() as session:
                fill(session, days)
            yield _swept(app, days)
            db.session.remove()
            db.engine.dispose()


def _swept(app: Flask, days: int) -> str:
    held: list[float] = []
    with _counting() as statements, _holding(app, held):
        wall, processor = time.perf_counter(), time.process_time()
        sweep(db.session(), NOW)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    counted = select(func.count()).select_from(ServiceDay)
    states = db.session().scalars(select(ServiceDay.state).distinct())
    lines = db.session().scalar(select(func.count()).select_from(Line))
    stored = db.session().scalar(counted)
    if stored != days:
        raise RuntimeError(f"{stored} of {days} days were finalized.")
    held.sort()
    return (
        f"stored service days by the job: {days:,} in {wall:.1f} s ({processor:.1f} s of processor; wanted "
        f"{WANTED_SECONDS} s for {DAYS:,}), {lines:,} lines, {'/'.join(sorted(states))}; "
        f"{statements[0] * 100 / days:.0f} statements a hundred days; the write lock held at most "
        f"{held[-1] * 1000:.0f} ms, half the time under {held[len(held) // 2] * 1000:.0f} ms"
    )


@contextmanager
def _counting() -> Iterator[list[int]]:
    """Count the statements that reach the database."""
    count = [0]

    def one_more(*_statement: object) -> None:
        count[0] += 1

    event.listen(db.engine, "before_cursor_execute", one_more)
    try:
        yield count
    finally:
        event.remove(db.engine, "before_cursor_execute", one_more)


@contextmanager
def _holding(_app: Flask, held: list[float]) -> Iterator[None]:
    """Note how long each write transaction keeps others from writing, in seconds."""
    real = WriteLock.held

    @contextmanager
    def timed(lock: WriteLock) -> Iterator[None]:
        with real(lock):
            began = time.perf_counter()
            try:
                yield
            finally:
                held.append(time.perf_counter() - began)

    with mock.patch.object(WriteLock, "held", timed):
        yield
