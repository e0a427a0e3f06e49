"""One page of the feed for one clinician.

The main stream is what has a higher number than the cursor, in the scopes the clinician has now. What
became visible later lies below the cursor and comes as a backfill. A row that changes meanwhile gets a
higher number and so leaves the backfill for the main stream: nothing is missed, some rows come twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, bindparam, func, select
from sqlalchemy.orm import Session

from server.devices.watched import ANY_FLAGGED
from server.feed import Change, OrganizationClock
from server.sync.arrivals import ACKED
from server.sync.cursor import Cursor
from server.sync.scope import Scope, milliseconds, owe, read_scope
from server.sync.watch.missing import missing_of

COLUMNS = (
    Change.seq,
    Change.entity,
    Change.entity_id,
    Change.version,
    Change.deleted,
    Change.scope,
    Change.data,
)
LARGEST = 2**62
# Written once: putting it together anew costs an empty pull more than running it.
_PAGE = (
    select(*COLUMNS)
    .where(
        Change.organization_id == bindparam("organization_id"),
        Change.scope.in_(bindparam("scopes", expanding=True)),
        Change.seq > bindparam("after"),
        Change.seq <= bindparam("upto"),
    )
    .order_by(Change.seq)
    .limit(bindparam("count", type_=Integer))
)
_STAND = select(
    OrganizationClock.seq,
    OrganizationClock.epoch,
    OrganizationClock.backup_seq,
    func.coalesce(ACKED.scalar_subquery(), 0),
    ANY_FLAGGED,
).where(OrganizationClock.organization_id == bindparam("organization"))
ChangeRow = Row[tuple[int, str, str, int, bool, str, str]]


class Stand(NamedTuple):
    """Where things stand for one tablet, read in one statement: the feed, its numbers, its mark."""

    seq: int
    epoch: str
    backup_seq: int | None
    acked_n: int
    flagged: bool


class RestoreProven(Exception):
    """The tablet is ahead of the server: it was restored from a backup. Carries the epoch that ended."""

    def __init__(self, epoch: str, *, signed: bool) -> None:
        super().__init__(epoch)
        self.epoch = epoch
        self.signed = signed  # by the cursor, not by a number that anybody can send


class Reader(NamedTuple):
    """Who pulls, on which tablet; without an enrolled tablet `device_id` is None.

    `told_n` is the highest number that the tablet was ever told has arrived.
    """

    organization_id: str
    clinician_id: str
    device_id: str | None
    told_n: int = 0


@dataclass(frozen=True)
class Page:
    """What one pull delivers."""

    cursor: Cursor
    has_more: bool
    scope_version: str
    removed: Sequence[str]
    rows: Sequence[ChangeRow]
    backup_seq: int | None = None
    missing: Sequence[dict[str, Any]] = ()
    caseload: int = 0
    """How many patients the clinician treats; with `newest_seq` it lets a tablet say how far it has come."""
    newest_seq: int = 0

    def scopes(self) -> list[str]:
        """The scopes that delivered rows, for the audit."""
        return sorted({row.scope for row in self.rows})


def read_page(session: Session, reader: Reader, cursor: Cursor | None, limit: int, now: datetime) -> Page:
    """Read the next page; raises RestoreProven when the cursor is from a future this server has lost."""
    stand = _stand(session, reader)
    cursor = _valid(reader, cursor, stand)
    at = max(milliseconds(now), cursor.at)  # the server's clock may have been set back
    scope = read_scope(session, reader.organization_id, reader.clinician_id, at)
    cursor, removed = owe(cursor, scope)
    rows, cursor = _backfill(session, reader, cursor, limit)
    has_more = bool(cursor.backfill)
    if not has_more and cursor.seq < stand.seq:
        main = _main(session, reader, scope, cursor, limit + 1 - len(rows))
        has_more = len(rows) + len(main) > limit
        main = main[: limit - len(rows)]
        cursor = replace(cursor, seq=main[-1].seq if main else cursor.seq)
        rows = [*rows, *main]
    return Page(
        cursor,
        has_more,
        scope.version,
        removed,
        rows,
        stand.backup_seq,
        missing_of(session, reader.clinician_id) if stand.flagged else (),
        len(scope.caseload),
        stand.seq,
    )


def _stand(session: Session, reader: Reader) -> Stand:
    asked = {
        "organization": reader.organization_id,
        "clinician": reader.clinician_id,
        "device": reader.device_id,
    }
    return Stand(*session.execute(_STAND, asked).one())


def _valid(reader: Reader, cursor: Cursor | None, stand: Stand) -> Cursor:
    """Return the cursor to go on from; one of another epoch starts over."""
    if cursor is None or cursor.epoch != stand.epoch:
        return Cursor(stand.epoch, device_id=reader.device_id, acked_n=stand.acked_n)
    told_n = cursor.acked_n if cursor.device_id == reader.device_id else 0
    if told_n > stand.acked_n or max(cursor.seq, cursor.mark) > stand.seq:
        raise RestoreProven(stand.epoch, signed=True)
    if reader.told_n > stand.acked_n:
        raise RestoreProven(stand.epoch, signed=False)
    return replace(cursor, device_id=reader.device_id, acked_n=stand.acked_n)


def _backfill(session: Session, reader: Reader, cursor: Cursor, limit: int) -> tuple[list[ChangeRow], Cursor]:
    """Read what is owed, oldest debt first, up to the limit."""
    rows: list[ChangeRow] = []
    owed = list(cursor.backfill)
    while owed and len(rows) < limit:
        first = owed[0]
        scopes = [f"patient:{each}" for each in first.patients]
        room = limit - len(rows)
        found = _changes(session, reader, scopes, first.after, room, upto=first.upto)
        rows += found
        if len(found) < room:
            owed.pop(0)
        else:
            owed[0] = first._replace(after=found[-1].seq)
    return rows, replace(cursor, backfill=tuple(owed))


def _main(session: Session, reader: Reader, scope: Scope, cursor: Cursor, count: int) -> list[ChangeRow]:
    return _changes(session, reader, scope.feeds(), cursor.seq, count)


def _changes(
    session: Session, reader: Reader, scopes: Iterable[str], after: int, count: int, upto: int = LARGEST
) -> list[ChangeRow]:
    """Read rows in the order of their numbers."""
    asked = {
        "organization_id": reader.organization_id,
        "scopes": list(scopes),
        "after": after,
        "upto": upto,
        "count": count,
    }
    return list(session.execute(_PAGE, asked))
