"""Marking visits whose service day billing must finalize, in the transaction of the cause."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from server.visits.models import BillingDue, Visit

_MARKED: Final = "kinesync_marked_due"
_AT_ONCE: Final = 500  # ids in one question: SQLite takes no endless list


class DueDay(NamedTuple):
    """A mark as it was read, and whose visit of which date it is; in the order in which days count.

    Of one date a clinician's visits stand together: they are held against each other.
    """

    organization_id: str
    day: date
    started_by: str
    patient_id: str
    visit_id: str
    since: datetime


def mark_due(session: Session, visit: Visit, now: datetime) -> None:
    """Say that the service day of the visit must be finalized (again)."""
    session.info[_MARKED] = True
    due = session.get(BillingDue, visit.id)
    if due is None:
        session.add(BillingDue(visit_id=visit.id, organization_id=visit.organization_id, since=now))
    else:
        due.since = now


def mark_all_due(session: Session, visit_ids: Iterable[str], now: datetime) -> int:
    """Mark many visits; return how many there are. Unknown ids are passed over."""
    session.info[_MARKED] = True
    wanted = sorted(set(visit_ids))
    marked = 0
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        known = {
            one.visit_id: one
            for one in session.scalars(select(BillingDue).where(BillingDue.visit_id.in_(some)))
        }
        for visit_id, organization_id in session.execute(
            select(Visit.id, Visit.organization_id).where(Visit.id.in_(some))
        ):
            if visit_id in known:
                known[visit_id].since = now
            else:
                session.add(BillingDue(visit_id=visit_id, organization_id=organization_id, since=now))
            marked += 1
    return marked


def take_marked(session: Session) -> bool:
    """Say whether anything was marked through this session since it was last asked."""
    return session.info.pop(_MARKED, None) is not None


def due_visits(session: Session, organization_id: str | None = None) -> list[BillingDue]:
    """Return the marks, the oldest first; of one organization when given."""
    asked = select(BillingDue).order_by(BillingDue.since, BillingDue.visit_id)
    if organization_id is not None:
        asked = asked.where(BillingDue.organization_id == organization_id)
    return list(session.scalars(asked))


def due_days(session: Session, newest: int | None = None) -> list[DueDay]:
    """Return the marks with their visits' dates, the earliest date first; with `newest`, those made last."""
    asked = select(
        BillingDue.organization_id,
        Visit.date_of_service,
        Visit.started_by,
        Visit.patient_id,
        BillingDue.visit_id,
        BillingDue.since,
    ).join(Visit, Visit.id == BillingDue.visit_id)
    if newest is not None:
        asked = asked.order_by(BillingDue.since.desc(), BillingDue.visit_id).limit(newest)
    return sorted(DueDay(*row) for row in session.execute(asked))


def still_due(session: Session, marks: Iterable[DueDay]) -> list[DueDay]:
    """Return which marks stand as they were read."""
    read = list(marks)
    asked = select(BillingDue.visit_id, BillingDue.since).where(
        BillingDue.visit_id.in_([mark.visit_id for mark in read])
    )
    since = {row.visit_id: row.since for row in session.execute(asked)}
    return [mark for mark in read if since.get(mark.visit_id) == mark.since]


def clear_due(session: Session, visit_id: str, since: datetime) -> None:
    """Take back the mark as it was read; one made meanwhile stays."""
    clear_all_due(session, [(visit_id, since)])


def clear_all_due(session: Session, marks: Iterable[tuple[str, datetime]]) -> None:
    """Take back marks as they were read; those made meanwhile stay."""
    as_read = tuple_(BillingDue.visit_id, BillingDue.since).in_(list(marks))
    session.execute(delete(BillingDue).where(as_read).execution_options(synchronize_session="fetch"))
