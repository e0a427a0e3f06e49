"""Finalizing what is due, in transactions of its own: after a push has committed, and from the job's sweep.

Doing it twice changes nothing. A mark is taken back only as it was read, so what arrives meanwhile is seen.
"""

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from server.claims.finalizing import fail, finalize_date
from server.claims.gathering import setting_of
from server.claims.models import ServiceDay
from server.claims.rules import rules_at_hand
from server.claims.turns import take_turns
from server.db import db, run_transaction
from server.visits.operations import clear_due, due_visits, find_visit, mark_due, overviews

logger = logging.getLogger(__name__)

AT_ONCE: Final = 25
TRY_AGAIN_AFTER: Final = timedelta(hours=1)

Follower = Callable[[Session, Sequence[str], datetime], None]
"""Does what follows for visits whose days were finalized, in the same transaction."""


class Due(NamedTuple):
    """A visit whose service day must be finalized, as its mark was read."""

    organization_id: str
    visit_id: str
    since: datetime


class Date(NamedTuple):
    """All service days of one patient on one date."""

    organization_id: str
    patient_id: str
    day: date


def finalize_due(now: datetime, then: Follower) -> int:
    """Finalize every service day that is due; return how many visits were looked at."""
    session = db.session()
    due = [Due(mark.organization_id, mark.visit_id, mark.since) for mark in due_visits(session)]
    session.rollback()  # ends the read transaction
    for some in _portions(due):
        run_transaction(partial(_finalize_some, some=some, then=then, now=now))
    return len(due)


def days_of_visits(session: Session, visit_ids: Sequence[str]) -> dict[str, ServiceDay]:
    """Return the service day that holds each visit."""
    dates = {
        (one.visit.patient_id, one.visit.date_of_service) for one in overviews(session, visit_ids).values()
    }
    wanted = set(visit_ids)
    asked = select(ServiceDay).where(
        ServiceDay.patient_id.in_({patient for patient, _ in dates}),
        ServiceDay.date_of_service.in_({day for _, day in dates}),
    )
    return {
        visit_id: row for row in session.scalars(asked) for visit_id in row.visit_ids if visit_id in wanted
    }


def mark_failed(now: datetime) -> None:
    """Mark the days again that failed a while ago: what broke may be mended."""
    session = db.session()
    long_ago = ServiceDay.failed_at <= now - TRY_AGAIN_AFTER
    failed = session.execute(select(ServiceDay.organization_id, ServiceDay.visit_ids).where(long_ago)).all()
    session.rollback()  # ends the read transaction
    if failed:
        run_transaction(partial(_mark_again, failed=[(row[0], row[1]) for row in failed], now=now))


def _mark_again(session: Session, *, failed: Sequence[tuple[str, list[str]]], now: datetime) -> None:
    for organization_id, visit_ids in failed:
        for visit_id in visit_ids:
            visit = find_visit(session, organization_id, visit_id)
            if visit is not None:
                mark_due(session, visit, now)


def _portions(due: Sequence[Due]) -> Iterator[list[Due]]:
    ordered = sorted(due)
    for first in range(0, len(ordered), AT_ONCE):
        yield ordered[first : first + AT_ONCE]


def _finalize_some(session: Session, *, some: Sequence[Due], then: Follower, now: datetime) -> None:
    dates = _dates(session, some)
    take_turns(session, (one.patient_id for one in dates))
    untold: set[Date] = set()
    rules = rules_at_hand()
    settings = {id_: setting_of(session, id_, rules) for id_ in {one.organization_id for one in dates}}
    for one in dates:
        try:
            with session.begin_nested():
                finalize_date(session, settings[one.organization_id], one.patient_id, one.day, now)
        except (DBAPIError, StaleDataError):
            raise  # the whole transaction is run again, or stays due
        except Exception as mistake:  # one day that cannot be gathered must not hold up the others
            frames = "".join(traceback.format_tb(mistake.__traceback__))
            logger.error("finalizing failed with %s\n%s", type(mistake).__name__, frames)
            if not _fail(session, one, now):
                untold.add(one)
    then(session, [mark.visit_id for mark in some], now)
    for mark in some:
        if not untold or untold.isdisjoint(
            _dates(session, [mark])
        ):  # else the mark is all that tells of the failure
            clear_due(session, mark.visit_id, mark.since)


def _dates(session: Session, some: Sequence[Due]) -> list[Date]:
    """Return which dates the visits concern: their own, and those of days that hold them from before."""
    dates: dict[Date, None] = {}
    for mark in some:
        visit = find_visit(session, mark.organization_id, mark.visit_id)
        if visit is None:
            continue
        dates[Date(mark.organization_id, visit.patient_id, visit.date_of_service)] = None
        for day in session.scalars(
            select(ServiceDay.date_of_service).where(
                ServiceDay.patient_id == visit.patient_id,
                type_coerce(ServiceDay.visit_ids, Text).contains(visit.id),
            )
        ):
            dates[Date(mark.organization_id, visit.patient_id, day)] = None
    return sorted(dates)


def _fail(session: Session, one: Date, now: datetime) -> bool:
    """Say on the stored days that finalizing failed; False when there is none yet to say it on."""
    this = (ServiceDay.patient_id == one.patient_id, ServiceDay.date_of_service == one.day)
    rows = session.scalars(select(ServiceDay).where(*this)).all()
    for row in rows:
        fail(row, now)
    return bool(rows)
