"""A reader that polls while eight writers commit: whoever sees a number must have seen all below it.

Each writer does some other work inside its transaction, so that transactions begin in one order and commit
in another. A cursor over numbers that were taken too early then passes rows that are not there yet, and
never comes back for them.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask

from server.db import db, transaction
from server.organizations.operations import create_clinic
from server.sync.cursor import Cursor
from server.sync.pull import Reader, read_page
from tests.server.sync.clinic import Clinic

WRITERS = 8
WORK_SECONDS = 0.004


@dataclass
class Race:
    """One race over one practice: what was committed, and what the reader saw of it."""

    app: Flask
    clinic: Clinic
    commits: int
    committed: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    failures: list[BaseException] = field(default_factory=list)

    def run(self, seed: int) -> set[str]:
        """Race to the end; return what was committed and never seen."""
        done = threading.Event()
        writers = [
            threading.Thread(target=self._guard, args=(self._write, random.Random(seed + number)))
            for number in range(WRITERS)
        ]
        reader = threading.Thread(target=self._guard, args=(self._poll, done))
        for thread in (reader, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        reader.join()
        if self.failures:
            raise self.failures[0]
        return self.committed - self.seen

    def _guard(self, work: Callable[..., None], argument: object) -> None:
        try:
            with self.app.app_context():
                work(argument)
        except Exception as failure:  # a thread's failure is the test's, not a line on standard error
            self.failures.append(failure)

    def _write(self, chance: random.Random) -> None:
        for _ in range(self.commits):
            place_id = str(uuid4())
            with transaction() as session:
                create_clinic(
                    session,
                    organization_id=self.clinic.organization_id,
                    name="Invented",
                    time_zone="America/New_York",
                    place_of_service="11",
                    now=datetime.now(UTC),
                    clinic_id=place_id,
                )
                session.flush()
                time.sleep(chance.random() * WORK_SECONDS)
            self.committed.add(place_id)

    def _poll(self, done: threading.Event) -> None:
        reader = Reader(self.clinic.organization_id, self.clinic.people["pt"], None)
        cursor: Cursor | None = None
        while True:
            finished = done.is_set()  # asked before reading: what was committed until here must be in it
            page = read_page(db.session(), reader, cursor, 500, datetime.now(UTC))
            db.session.rollback()  # the next page sees what was committed meanwhile
            cursor = page.cursor
            self.seen.update(row.entity_id for row in page.rows)
            if finished and not page.has_more:
                return
