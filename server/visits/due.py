"""Marking visits whose service day billing must finalize, in the transaction of the cause."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.visits.models import BillingDue, Visit

_AT_ONCE: Final = 500  # ids in one question: SQLite takes no endless list


def mark_due(session: Session, visit: Visit, now: datetime) -> None:
    """Say that the service day of the visit must be finalized (again)."""
    due = session.get(BillingDue, visit.id)
    if due is None:
        session.add(BillingDue(visit_id=visit.id, organization_id=visit.organization_id, since=now))
    else:
        due.since = now


def mark_all_due(session: Session, visit_ids: Iterable[str], now: datetime) -> int:
    """Mark many visits; return how many there are. Unknown ids are passed over."""
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


def due_visits(session: Session, organization_id: str | None = None) -> list[BillingDue]:
    """Return the marks, the oldest first; of one organization when given."""
    asked = select(BillingDue).order_by(BillingDue.since, BillingDue.visit_id)
    if organization_id is not None:
        asked = asked.where(BillingDue.organization_id == organization_id)
    return list(session.scalars(asked))


def clear_due(session: Session, visit_id: str, since: datetime) -> None:
    """Take back the mark as it was read; one made meanwhile stays."""
    due = session.get(BillingDue, visit_id, with_for_update=True, populate_existing=True)
    if due is not None and due.since == since:
        session.delete(due)
