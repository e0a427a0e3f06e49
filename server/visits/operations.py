"""What other domains ask of visits: the record of one, what counts for billing, and what is due there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.operations import clinicians_of
from server.db import wire_time
from server.schedule import operations as schedule
from server.schedule.models import Appointment
from server.visits.due import (
    DueDay,
    clear_all_due,
    clear_due,
    due_days,
    due_visits,
    mark_all_due,
    mark_due,
    still_due,
    take_marked,
)
from server.visits.lookups import prefetch
from server.visits.models import Visit
from server.visits.of_days import regions_of, treatments_by, visits_of_day, visits_of_days
from server.visits.record.models import Intervention, Measure, Response, Section
from server.visits.signing.models import Addendum, Signature
from server.visits.timing.models import Correction, Pause, Untimed
from server.visits.timing.operations import (
    EffectiveSegment,
    effective_segments,
    pauses_of,
    running_segments,
    seconds_per_code,
    untimed_of,
)

__all__ = [
    "DueDay",
    "EffectiveSegment",
    "Overview",
    "VisitRecord",
    "clear_all_due",
    "clear_due",
    "clinicians_of",
    "close_appointment",
    "due_days",
    "due_visits",
    "effective_segments",
    "find_visit",
    "mark_all_due",
    "mark_due",
    "overviews",
    "prefetch",
    "regions_of",
    "reopen_appointment",
    "running_segments",
    "seconds_per_code",
    "still_due",
    "take_marked",
    "treatments_by",
    "unsigned_visits",
    "untimed_of",
    "visit_record",
    "visits_of_day",
    "visits_of_days",
]

Of = TypeVar("Of", Intervention, Response, Measure, Section)


@dataclass(frozen=True)
class VisitRecord:
    """Everything about one visit: what a review shows and a signature must hold.

    `segments` are effective and without the removed, which stand in `removed_segments`; interventions and
    untimed codes that were removed are left out, and so are the responses to them.
    """

    visit: Visit
    segments: list[EffectiveSegment]
    removed_segments: list[EffectiveSegment]
    pauses: list[Pause]
    untimed: list[Untimed]
    interventions: list[Intervention]
    responses: list[Response]
    measures: list[Measure]
    sections: list[Section]
    signatures: list[Signature]
    addenda: list[Addendum]


def find_visit(session: Session, organization_id: str, visit_id: str) -> Visit | None:
    """Return the organization's visit; None also for another organization's."""
    visit = session.get(Visit, visit_id)
    return visit if visit is not None and visit.organization_id == organization_id else None


def visit_record(session: Session, visit_id: str) -> VisitRecord:
    """Gather one visit; rows stand in the order of their time, then their id."""
    segments = effective_segments(session, [visit_id], with_removed=True)
    interventions = [one for one in _recorded(session, Intervention, visit_id) if not one.removed]
    kept = {one.id for one in interventions}
    signatures = select(Signature).where(Signature.visit_id == visit_id)
    addenda = select(Addendum).where(Addendum.visit_id == visit_id)
    return VisitRecord(
        visit=session.get_one(Visit, visit_id),
        segments=[one for one in segments if not one.removed],
        removed_segments=[one for one in segments if one.removed],
        pauses=pauses_of(session, visit_id),
        untimed=untimed_of(session, [visit_id]),
        interventions=interventions,
        responses=[one for one in _recorded(session, Response, visit_id) if one.intervention_id in kept],
        measures=_recorded(session, Measure, visit_id),
        sections=_recorded(session, Section, visit_id),
        signatures=list(session.scalars(signatures.order_by(Signature.signed_at, Signature.id))),
        addenda=list(session.scalars(addenda.order_by(Addendum.at, Addendum.id))),
    )


def _recorded(session: Session, model: type[Of], visit_id: str) -> list[Of]:
    asked = select(model).where(model.visit_id == visit_id)
    return sorted(session.scalars(asked), key=lambda one: (wire_time(one.at) or "", one.id))


@dataclass(frozen=True)
class Overview:
    """A signed visit in a list: who signed last, and how many corrections came with or after it."""

    visit: Visit
    signed_by: str | None
    name: str
    credentials: str
    corrections: int


def overviews(session: Session, visit_ids: Iterable[str]) -> dict[str, Overview]:
    """Return what a list of signed visits shows, by visit."""
    ids = list(visit_ids)
    asked = select(Signature).where(Signature.visit_id.in_(ids)).order_by(Signature.received_at, Signature.id)
    last = {signature.visit_id: signature for signature in session.scalars(asked)}
    counted = select(Correction.visit_id, func.count()).where(Correction.visit_id.in_(ids))
    corrections = {row[0]: row[1] for row in session.execute(counted.group_by(Correction.visit_id))}
    return {
        visit.id: Overview(
            visit,
            last[visit.id].signed_by if visit.id in last else None,
            last[visit.id].name if visit.id in last else "",
            last[visit.id].credentials if visit.id in last else "",
            corrections.get(visit.id, 0),
        )
        for visit in session.scalars(select(Visit).where(Visit.id.in_(ids)))
    }


def unsigned_visits(session: Session, before: date) -> list[Visit]:
    """Return visits of earlier days that still wait for a signature, by date."""
    waits = Visit.status.in_(("open", "sign-again"))
    asked = select(Visit).where(waits, Visit.date_of_service < before)
    return list(session.scalars(asked.order_by(Visit.date_of_service, Visit.id)))


def close_appointment(
    session: Session,
    appointment: Appointment,
    closed_as: str,
    reason: str | None,
    *,
    by: str | None,
    now: datetime,
) -> None:
    """Say how an appointment was closed; the day's visits that waited for it become due."""
    schedule.close_appointment(session, appointment, closed_as, reason, by=by, now=now)
    _mark_day(session, appointment, now)


def reopen_appointment(session: Session, appointment: Appointment, *, by: str | None, now: datetime) -> None:
    """Expect the patient again; the day's visits wait for it again."""
    schedule.reopen_appointment(session, appointment, by=by, now=now)
    _mark_day(session, appointment, now)


def _mark_day(session: Session, appointment: Appointment, now: datetime) -> None:
    day = schedule.day_of(session, appointment)
    for visit in visits_of_day(session, appointment.patient_id, day):
        mark_due(session, visit, now)
