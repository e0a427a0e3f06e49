"""New rows that are inserted past the mapper: fifty at once cost a third of what its own INSERT takes.

A row put here is written by the session's next flush, after what the mapper writes, and everything that
flushes (a query, a savepoint, COMMIT) writes it too. Until `adopt` the session does not know it.
"""

from functools import cache
from typing import cast

from sqlalchemy import Table, insert, inspect
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, make_transient_to_detached

from server.db.bulk import BulkInsert

_WAITING = "kinesync_fresh"


def put(session: Session, row: DeclarativeBase) -> None:
    """Have a new row inserted with the next flush; every column must be set.

    Not inside a savepoint (RuntimeError): what one takes back, only the mapper forgets.
    """
    if session.in_nested_transaction():
        raise RuntimeError("Inside a savepoint a row is added to the session, not put past it.")
    session.info.setdefault(_WAITING, []).append(row)


def waits(session: Session) -> bool:
    """Say whether anything that was put is not written yet."""
    return bool(session.info.get(_WAITING))


def adopt(session: Session, row: DeclarativeBase) -> None:
    """Let the session know a row that was put and is written: what is changed in it now is stored."""
    make_transient_to_detached(row)
    key = inspect(row).key
    read_since = session.identity_map.get(key) if key is not None else None
    if read_since is not None:
        session.expunge(read_since)
    session.add(row)


def write_fresh(session: Session) -> None:
    """Insert what waits; raises what the database raises."""
    by_table: dict[Table, list[DeclarativeBase]] = {}
    for row in session.info.pop(_WAITING, ()):
        by_table.setdefault(cast(Table, row.__table__), []).append(row)
    for table, rows in by_table.items():
        _insert_into(table).execute(session.connection(), [vars(row) for row in rows])


def forget_fresh(session: Session, transaction: SessionTransaction) -> None:
    """Forget what still waits when its transaction ends."""
    if transaction.parent is None:
        session.info.pop(_WAITING, None)


@cache
def _insert_into(table: Table) -> BulkInsert:
    return BulkInsert(lambda _dialect: insert(table))
