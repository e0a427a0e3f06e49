"""Other procedures of a patient's day, as billing's request wants them.

A chiropractor's CMT with its regions becomes an outside line, so that regions can be compared; everything
else counts for edits by its code alone.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from server.billing.codes import OUTSIDE
from server.claims.gathered import Billed, Outside
from server.claims.models import Procedure, ServiceDay
from server.db import uuid7
from server.visits.operations import mark_all_due

CHIROPRACTIC = "chiropractic"


def procedures_of(session: Session, patient_id: str, day: date) -> list[Procedure]:
    """Return the day's procedures that were not removed, the oldest first."""
    return procedures_of_days(session, [(patient_id, day)]).get((patient_id, day), [])


def procedures_of_days(
    session: Session, days: Collection[tuple[str, date]]
) -> dict[tuple[str, date], list[Procedure]]:
    """Return the procedures of patients and dates that were not removed, the oldest first."""
    asked = select(Procedure).where(
        tuple_(Procedure.patient_id, Procedure.date_of_service).in_(list(days)),
        Procedure.removed.is_(False),
        Procedure.deleted_at.is_(None),
    )
    found: dict[tuple[str, date], list[Procedure]] = {}
    for row in session.scalars(asked.order_by(Procedure.at, Procedure.id)):
        found.setdefault((row.patient_id, row.date_of_service), []).append(row)
    return found


def outside_of(rows: Sequence[Procedure]) -> tuple[Outside, ...]:
    """Return the CMT whose regions are known, each code once with all its regions."""
    regions: dict[str, set[str]] = {}
    for row in rows:
        if row.code in OUTSIDE and row.regions:
            regions.setdefault(row.code, set()).update(row.regions)
    return tuple(Outside(code, tuple(sorted(found))) for code, found in regions.items())


def billed_of(rows: Sequence[Procedure]) -> tuple[Billed, ...]:
    """Return the rest: what counts for edits only."""
    return tuple(
        Billed(row.code, row.discipline, None, row.specialty)
        for row in rows
        if row.code not in OUTSIDE or not row.regions
    )


def discipline_of(told: dict[str, Any]) -> str:
    """Return the discipline that was told, or the one that a code belongs to."""
    return told.get("discipline") or (CHIROPRACTIC if told["code"] in OUTSIDE else "other")


def enter(session: Session, day: ServiceDay, told: dict[str, Any], by: str, now: datetime) -> Procedure:
    """Keep a procedure of a service day's patient and date; the date's days are looked at again."""
    row = Procedure(
        id=uuid7(),
        organization_id=day.organization_id,
        patient_id=day.patient_id,
        date_of_service=day.date_of_service,
        visit_id=None,
        by=by,
        at=now,
        removed=False,
        created_at=now,
        **{**told, "discipline": discipline_of(told)},
    )
    session.add(row)
    mark_date(session, day.patient_id, day.date_of_service, now)
    return row


def remove(session: Session, row: Procedure, now: datetime) -> Procedure:
    """Take a procedure out of the day; it stays on record."""
    if not row.removed:
        row.removed = True
        mark_date(session, row.patient_id, row.date_of_service, now)
    return row


def mark_date(session: Session, patient_id: str, day: date, now: datetime) -> None:
    """Let billing look again at the service days of a patient and date."""
    days = session.scalars(
        select(ServiceDay.visit_ids).where(
            ServiceDay.patient_id == patient_id, ServiceDay.date_of_service == day
        )
    ).all()
    mark_all_due(session, (visit_id for visit_ids in days for visit_id in visit_ids), now)
