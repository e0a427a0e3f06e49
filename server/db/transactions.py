"""The one place that commits.

A write transaction takes its turn (SQLite), begins, runs its body, lets the
commit hook number what changed, and commits; any exception rolls all of it back.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from flask import current_app
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from server.db.engine import LOCK, WRITE
from server.db.models import WorkSession, db
from server.db.write_lock import WriteLock

T = TypeVar("T")
_WRITING = "kinesync_writing"
_ATTEMPTS = 5
_TRANSIENT = frozenset({"40001", "40P01"})  # serialization failure, deadlock: PostgreSQL says run it again


@contextmanager
def transaction() -> Iterator[Session]:
    """Give a session that writes, and commit it at the end of the block.

    What was read before is read anew inside. Blocks do not nest: an operation never
    commits, the view, job or command around it does, once.
    """
    session = db.session()
    if session.info.get(_WRITING):
        raise RuntimeError("transaction() inside transaction(): only the outermost caller commits")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Changes were made before transaction() began.")
    session.rollback()  # ends the read transaction
    session.expire_all()  # and forgets what it saw: nothing is decided on what was true before
    with _turn():
        session.info[_WRITING] = True
        try:
            session.connection(execution_options={WRITE: True})
            yield session
            session.commit()
        finally:
            session.rollback()  # does nothing after a commit
            session.info.pop(_WRITING, None)


def run_transaction(work: Callable[[Session], T]) -> T:
    """Run `work` in a transaction, again when PostgreSQL or a newer version of a row asks for it."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction() as session:
                return work(session)
        except (DBAPIError, StaleDataError) as failure:
            if attempt == _ATTEMPTS or not _is_transient(failure):
                raise
        time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - two losers must not meet again
    raise AssertionError("unreachable")


def _is_transient(failure: DBAPIError | StaleDataError) -> bool:
    if isinstance(failure, StaleDataError):
        return True
    return getattr(failure.orig, "sqlstate", None) in _TRANSIENT


def _turn() -> AbstractContextManager[None]:
    lock: WriteLock | None = current_app.extensions[LOCK]
    return lock.held() if lock else nullcontext()


@event.listens_for(WorkSession, "before_flush")
def _refuse_stray_writes(session: Session, _context: object, _instances: object) -> None:
    if not session.info.get(_WRITING) and (session.new or session.dirty or session.deleted):
        raise RuntimeError("A write outside transaction(): nobody would commit or number it.")
