"""The tables of the database, and reading and writing them on either engine.

Values go through the types of the mapped columns, so an instant or a truth value means the same in the
copy as in the original, whichever engine either is on.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Table, func, insert, select

from server.app import VIEWS
from server.backup.manifest import Contents, Standing
from server.db import db
from server.feed import OrganizationClock
from server.jobs import models as jobs
from server.migrate import present_revision

PORTION: Final = 1000  # rows in memory at once
MAPPED: Final = (VIEWS, jobs)  # importing them maps every table there is


def all_tables() -> Sequence[Table]:
    """Return every table, those that others refer to first."""
    return db.metadata.sorted_tables


def contents_of(connection: Connection) -> Contents:
    """Count what is there, in the transaction that the connection is in."""
    clock = OrganizationClock.__table__.c
    columns = (clock.organization_id, clock.seq, clock.epoch, clock.audit_seq, clock.audit_head)
    standings = connection.execute(select(*columns).order_by(clock.organization_id))
    return Contents(
        revision=present_revision(connection) or "",
        tables={
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in all_tables()
        },
        organizations=tuple(Standing(*row) for row in standings),
    )


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of every table into the same tables, which are empty."""
    for table in all_tables():
        read = source.execute(select(table), execution_options={"yield_per": PORTION})
        for portion in read.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in portion])
