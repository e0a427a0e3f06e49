"""Storing what was decided for the service days of many dates, in a statement a table."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server import audit
from server.claims.amounts.counting import BUCKETS
from server.claims.amounts.operations import mark_all_after
from server.claims.finalizing import Outcome
from server.claims.gathering import Setting
from server.claims.lines import lines_of
from server.claims.models import Line, ServiceDay
from server.visits.operations import mark_all_due, treatments_by


def store(session: Session, setting: Setting, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Store days, revisions and lines, and mark what must be looked at again because of them."""
    for one in outcomes:
        if _set(one) or one.new:
            _note(session, one.row, now)
    session.add_all(one.row for one in outcomes if one.new)
    session.flush()
    revisions = [one.revision for one in outcomes if one.revision is not None]
    session.add_all(revisions)
    session.flush()
    lines = [row for revision in revisions for row in lines_of(revision)]
    if lines:
        session.execute(insert(Line), lines)
    _mark_others(session, setting, outcomes, now)


def _set(one: Outcome) -> bool:
    """Assign what differs, so that a day finalized twice keeps its version; say whether anything did."""
    differ = {name: value for name, value in one.values.items() if getattr(one.row, name) != value}
    for name, value in differ.items():
        setattr(one.row, name, value)
    return bool(differ)


def _mark_others(session: Session, setting: Setting, outcomes: Sequence[Outcome], now: datetime) -> None:
    days = {(one.row.patient_id, one.row.date_of_service) for one in outcomes}
    changed = [
        (one.row.patient_id, BUCKETS[one.row.discipline], one.row.date_of_service)
        for one in outcomes
        if one.counts_anew
    ]
    mark_all_after(session, changed, days, now)
    for one in outcomes:
        if one.with_others:
            mark_all_due(session, _with_others(session, setting, one), now)


def _with_others(session: Session, setting: Setting, one: Outcome) -> set[str]:
    """Return others' visits with the same clinicians that date: their minutes may no longer stand twice."""
    found = treatments_by(session, setting.organization_id, one.with_others, [one.row.date_of_service])
    return {treatment.visit_id for treatment in found if treatment.patient_id != one.row.patient_id}


def _note(session: Session, row: ServiceDay, now: datetime) -> None:
    audit.note(
        session,
        organization_id=row.organization_id,
        clinician_id=None,
        device_id=None,
        action="service-day.finalize",
        entity="service_day",
        entity_id=row.id,
        patient_id=row.patient_id,
        fields=("state", "revision"),
        now=now,
    )
