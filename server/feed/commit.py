"""The commit hook: numbers what changed and chains the audit, as the last statements.

SQLAlchemy fires before_commit at every savepoint release too; numbering there
would hold the clock's lock through the rest of the batch, so the hook waits for the
outermost commit.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, Insert, Table, bindparam, event, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.db.bulk import BulkInsert
from server.db.canonical import canonical
from server.db.models import WorkSession
from server.feed.models import Change, ClockReading, FeedRow, OrganizationClock
from server.feed.pending import Note, Pending, pending

ChainWriter = Callable[[Connection, Sequence[Any], int, str], str]
"""Writes notes from a sequence number on, given the head before them; returns the new head."""

_TOMBSTONE = "null"
_STEPPED = "kinesync_stepped"
_clock = cast(Table, OrganizationClock.__table__)
_mine = _clock.c.organization_id == bindparam("organization")
_STEP = (
    update(_clock)
    .where(_mine)
    .values(
        seq=_clock.c.seq + bindparam("changes", type_=BigInteger),
        audit_seq=_clock.c.audit_seq + bindparam("notes", type_=BigInteger),
    )
    .returning(_clock.c.seq, _clock.c.audit_seq, _clock.c.audit_head, _clock.c.epoch, _clock.c.backup_seq)
)
_MOVE_HEAD = update(_clock).where(_mine).values(audit_head=bindparam("head"))
_chain_writers: list[ChainWriter] = []


def chain_notes_with(writer: ChainWriter) -> ChainWriter:
    """Say who writes audit notes; the audit package calls it once, when it is imported."""
    _chain_writers[:] = [writer]
    return writer


@event.listens_for(WorkSession, "before_commit")
def number(session: Session) -> None:
    """Give every changed row its place in the feed, and every note its place in the chain."""
    if session.in_nested_transaction():
        return
    stepped = session.info[_STEPPED] = {}
    session.flush()
    touched = pending(session)
    rows: dict[str, list[FeedRow]] = defaultdict(list)
    notes: dict[str, list[Note]] = defaultdict(list)
    for row in touched.top.rows:
        rows[row.feed_organization()].append(row)
    for note in touched.top.notes:
        notes[note.organization_id].append(note)
    if not rows and not notes:
        return
    changes = {organization: _values(touched, organization, of_it) for organization, of_it in rows.items()}
    connection = session.connection()
    for organization in sorted(rows.keys() | notes.keys()):  # one order of locks: no deadlock
        stepped[organization] = _advance(
            connection, organization, changes.get(organization, []), notes.get(organization, [])
        )


def last_step(session: Session, organization: str) -> ClockReading | None:
    """Return where the clock stood as this session's last commit moved it; None if it did not."""
    stepped: dict[str, ClockReading] = session.info.get(_STEPPED, {})
    return stepped.get(organization)


def feed_text(touched: Pending, row: FeedRow) -> str:
    """Return the canonical JSON that tablets get for a flushed row; "null" for a tombstone."""
    text = touched.texts.get(row)
    if text is None:
        text = _TOMBSTONE if row.deleted_at is not None else canonical(row.feed_data())
        touched.texts[row] = text
    return text


def _values(touched: Pending, organization: str, rows: Sequence[FeedRow]) -> list[dict[str, Any]]:
    return [
        {
            "organization_id": organization,
            "entity": row.feed_entity,
            "entity_id": row.feed_id(),
            "version": row.version,
            "deleted": row.deleted_at is not None,
            "scope": row.feed_scope(),
            "data": feed_text(touched, row),
        }
        for row in rows
    ]


def _advance(
    connection: Connection, organization: str, changes: list[dict[str, Any]], notes: Sequence[Note]
) -> ClockReading:
    taken = {"organization": organization, "changes": len(changes), "notes": len(notes)}
    counters = connection.execute(_STEP, taken).one_or_none()
    if counters is None:
        raise RuntimeError("The organization has no clock: it was not made by organizations.operations.")
    if changes:
        first = counters.seq - len(changes) + 1
        for place, change in enumerate(changes, start=first):
            change["seq"] = place
        _UPSERT.execute(connection, changes)
    if notes:
        head = _chain_writers[0](connection, notes, counters.audit_seq - len(notes) + 1, counters.audit_head)
        connection.execute(_MOVE_HEAD, {"organization": organization, "head": head})
    return ClockReading(counters.seq, counters.epoch, counters.backup_seq)


def _make_upsert(insert: Callable[[type[Change]], Any]) -> Insert:
    statement = insert(Change)
    newest = {name: statement.excluded[name] for name in ("seq", "version", "deleted", "scope", "data")}
    upsert: Insert = statement.on_conflict_do_update(
        index_elements=["organization_id", "entity", "entity_id"], set_=newest
    )
    return upsert


_INSERTS: dict[str, Callable[[type[Change]], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_UPSERT = BulkInsert(lambda dialect: _make_upsert(_INSERTS[dialect]))
