"""What a transaction has changed so far, and will have to number.

Kept as one frame per open savepoint: releasing a savepoint hands its frame to the
one around it, rolling it back drops the frame with everything it touched.
"""

from dataclasses import dataclass, field
from typing import Protocol, cast

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from server.db.fresh import put
from server.db.models import Base, WorkSession
from server.feed.models import FeedRow

_KEY = "kinesync_pending"


class Note(Protocol):
    """A line for the audit chain; see server.audit."""

    @property
    def organization_id(self) -> str:
        """The organization whose chain it goes to."""


@dataclass
class Frame:
    """Rows and audit notes of one savepoint, or of the transaction itself."""

    transaction: SessionTransaction | None = None
    released: bool = False  # its savepoint ended well
    rows: dict[FeedRow, None] = field(default_factory=dict)  # in the order in which they were touched
    notes: list[Note] = field(default_factory=list)


@dataclass
class Pending:
    """All frames of a transaction, outermost first; and feed bytes that are already known."""

    frames: list[Frame] = field(default_factory=lambda: [Frame()])
    texts: dict[FeedRow, str] = field(default_factory=dict)

    @property
    def top(self) -> Frame:
        """The frame of the innermost open savepoint."""
        return self.frames[-1]

    def has(self, row: FeedRow) -> bool:
        """Say whether the row was already touched in this transaction."""
        return any(row in frame.rows for frame in self.frames)


def pending(session: Session) -> Pending:
    """Return what this session's transaction has touched so far."""
    found = session.info.get(_KEY)
    if found is None:
        found = session.info[_KEY] = Pending()
    return cast(Pending, found)


def add_new(session: Session, row: FeedRow) -> None:
    """Add a new row of which every column is set: outside a savepoint past the mapper, as db.fresh."""
    if session.in_nested_transaction():
        session.add(row)
        return
    row.version, row.deleted_at = 1, None
    put(session, cast(Base, row))
    pending(session).top.rows.setdefault(row)


@event.listens_for(WorkSession, "before_flush")
def _touch(session: Session, _context: object, _instances: object) -> None:
    touched = pending(session)
    for row in session.deleted:
        if isinstance(row, FeedRow):
            raise RuntimeError(f"{row.feed_entity}: set deleted_at; a deleted row would stay on the tablets")
    for row in session.new:
        if isinstance(row, FeedRow):
            row.version = 1
            touched.top.rows.setdefault(row)
    for row in session.dirty:
        if isinstance(row, FeedRow) and session.is_modified(row):
            if not touched.has(row):
                row.version += 1
            touched.top.rows.setdefault(row)
            touched.texts.pop(row, None)


@event.listens_for(WorkSession, "after_transaction_create")
def _open_frame(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        pending(session).frames.append(Frame(transaction))


@event.listens_for(WorkSession, "after_commit")
def _release_frame(session: Session) -> None:
    pending(session).top.released = True


@event.listens_for(WorkSession, "after_transaction_end")
def _close_frame(session: Session, transaction: SessionTransaction) -> None:
    found: Pending | None = session.info.get(_KEY)
    if found is None:
        return
    if transaction.parent is None:
        del session.info[_KEY]
    elif transaction.nested and found.top.transaction is transaction:
        closed = found.frames.pop()
        if closed.released:
            found.top.rows |= closed.rows
            found.top.notes += closed.notes
        else:
            for row in closed.rows:
                found.texts.pop(row, None)
