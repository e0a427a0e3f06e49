"""Marking a revision as submitted. What follows it is a corrected claim; nothing overwrites it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.claims.models import Revision, ServiceDay, Submission
from server.db import uuid7, wire_time
from server.problems import NotFound, Problem


class ServiceDayHeld(Problem):
    """The newest revision still waits for somebody."""

    status = 409
    type = "/problems/service-day-held"
    title = "The service day waits"


def submitted_numbers(session: Session, day_id: str) -> list[int]:
    """Return which revisions were submitted, the oldest first."""
    asked = select(Submission.number).where(Submission.service_day_id == day_id)
    return list(session.scalars(asked.order_by(Submission.number)))


def is_corrected(number: int, submitted: list[int]) -> bool:
    """Say whether a revision follows a submitted one.

    >>> is_corrected(2, [1]), is_corrected(1, [1]), is_corrected(2, [])
    (True, False, False)
    """
    return any(one < number for one in submitted)


def submissions_of(session: Session, day_id: str) -> dict[int, Submission]:
    """Return the submissions of a service day by the revision's number."""
    rows = session.scalars(select(Submission).where(Submission.service_day_id == day_id))
    return {row.number: row for row in rows}


def submit(
    session: Session, day: ServiceDay, number: int, by: str, names: Mapping[str, str], now: datetime
) -> bool:
    """Mark a revision as submitted; say False when it was already. Raise NotFound or ServiceDayHeld."""
    known = session.scalar(
        select(Revision.id).where(Revision.service_day_id == day.id, Revision.number == number)
    )
    if known is None or day.revision is None:
        raise NotFound
    if number in submitted_numbers(session, day.id):
        return False
    newest = int(day.revision["number"])
    if number == newest and day.state != "final":
        raise ServiceDayHeld("Settle what its lines wait for, then submit.")
    row = Submission(
        id=uuid7(), organization_id=day.organization_id, service_day_id=day.id, number=number, by=by, at=now
    )
    session.add(row)
    session.flush()
    day.submitted = as_fed(row, names)
    day.revision = {**day.revision, "corrected_claim": is_corrected(newest, [number])}
    return True


def as_fed(row: Submission, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a submission as it stands on its service day."""
    return {
        "revision": row.number,
        "at": wire_time(row.at),
        "by": row.by,
        "by_name": names.get(row.by, ""),
    }
