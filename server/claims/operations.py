"""Finalizing what is due, in transactions of its own: after a push has committed, and from the job's sweep.

Doing it twice changes nothing. A mark is taken back only as it was read, so what arrives meanwhile is seen.
"""

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from sqlalchemy import String, Text, column, select, type_coerce, values
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from server.claims.finalizing import Outcome, Page, failed, finalize_date, read_page
from server.claims.gathering import setting_of
from server.claims.material import PatientDay
from server.claims.models import ServiceDay
from server.claims.rules import rules_at_hand
from server.claims.storing import store
from server.claims.turns import take_turns
from server.db import db, run_transaction
from server.visits.operations import (
    DueDay,
    clear_all_due,
    due_days,
    find_visit,
    mark_due,
    overviews,
    still_due,
)

logger = logging.getLogger(__name__)

AT_ONCE: Final = 30  # visits in a transaction: on SQLite nobody else writes meanwhile
TRY_AGAIN_AFTER: Final = timedelta(hours=1)

Follower = Callable[[Session, Sequence[str], datetime], None]
"""Does what follows for visits whose days were finalized, in the same transaction."""


def finalize_due(now: datetime, then: Follower, newest: int | None = None) -> int:
    """Finalize every service day that is due, the earliest date first; return how many visits were looked at.

    Days count what the year has used before them, so a backlog in another order would be done twice. With
    `newest`, only that many visits, those marked last: who waits for an answer does not wait for a backlog.
    """
    session = db.session()
    due = due_days(session, newest)
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


def _portions(due: Sequence[DueDay]) -> Iterator[list[DueDay]]:
    """Yield portions of one organization each."""
    for _, marks in groupby(due, key=lambda mark: mark.organization_id):
        of_one = list(marks)
        for first in range(0, len(of_one), AT_ONCE):
            yield of_one[first : first + AT_ONCE]


def _finalize_some(session: Session, *, some: Sequence[DueDay], then: Follower, now: datetime) -> None:
    take_turns(session, (mark.patient_id for mark in some))
    marks = still_due(session, some)
    if not marks:
        return  # somebody else finalized them meanwhile
    concerned = _dates(session, marks)
    dates = sorted(concerned, key=lambda one: (one[1], one[0]))
    page = read_page(session, setting_of(session, marks[0].organization_id, rules_at_hand()), dates)
    outcomes: list[Outcome] = []
    untold: set[str] = set()
    for patient_id, day in dates:
        found = _decide(page, patient_id, day, now)
        outcomes += found or ()
        if found is None:  # the marks are all that tells of the failure
            untold |= concerned[patient_id, day]
        elif any(one.values.get("failed_at") is not None for one in found):
            told = {id_ for one in found for id_ in one.values.get("visit_ids", one.row.visit_ids)}
            untold |= concerned[patient_id, day] - told
    store(session, page.setting, outcomes, now)
    then(session, [mark.visit_id for mark in marks], now)
    clear_all_due(session, [(mark.visit_id, mark.since) for mark in marks if mark.visit_id not in untold])


def _decide(page: Page, patient_id: str, day: date, now: datetime) -> list[Outcome] | None:
    """Return what becomes of the days of a date; None when it failed and there is none yet to say it on."""
    try:
        outcomes = finalize_date(page, patient_id, day, now)
    except (DBAPIError, StaleDataError):
        raise  # the whole transaction is run again, or stays due
    except Exception as mistake:  # one day that cannot be gathered must not hold up the others
        frames = "".join(traceback.format_tb(mistake.__traceback__))
        logger.error("finalizing failed with %s\n%s", type(mistake).__name__, frames)
        stored = page.books.days.get((patient_id, day), ())
        outcomes = [Outcome(row, new=False, values=failed(row, now)) for row in stored]
        if not outcomes:
            return None
    for one in outcomes:
        page.books.count(one.row, one.values["state"], one.values.get("revision", one.row.revision))
    return outcomes


def _dates(session: Session, marks: Sequence[DueDay]) -> dict[PatientDay, set[str]]:
    """Return which dates the visits concern: their own, and those of days that hold them from before."""
    dates: dict[PatientDay, set[str]] = {}
    for mark in marks:
        dates.setdefault((mark.patient_id, mark.day), set()).add(mark.visit_id)
    text, id_ = type_coerce(ServiceDay.visit_ids, Text), String(36)
    marked = values(column("patient_id", id_), column("visit_id", id_), name="marked")
    named = marked.data([(mark.patient_id, mark.visit_id) for mark in marks]).cte("marked")
    holding = select(ServiceDay.patient_id, ServiceDay.date_of_service, named.c.visit_id).join(
        named, (named.c.patient_id == ServiceDay.patient_id) & text.contains(named.c.visit_id)
    )
    for patient_id, day, visit_id in session.execute(holding):
        dates.setdefault((patient_id, day), set()).add(visit_id)
    return dates
