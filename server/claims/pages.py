"""What billing pages show of service days and policies."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.claims.models import PayerPolicy, Revision, ServiceDay
from server.claims.policies import policies_of, terms_of
from server.patients.operations import patients_of
from server.problems import NotFound

MOST_DAYS: Final = 200
TERMS: Final = (
    "counting",
    "assistant_modifiers",
    "therapy_modifier",
    "distinct_procedure",
    "edits",
    "mue",
    "kx",
    "setting",
    "modifier_order",
    "citation",
)


def service_days(
    session: Session, organization_id: str, state: str | None, day: date | None
) -> list[dict[str, Any]]:
    """Return the organization's service days with the patients' names, the newest first."""
    asked = select(ServiceDay).where(
        ServiceDay.organization_id == organization_id, ServiceDay.deleted_at.is_(None)
    )
    if state is not None:
        asked = asked.where(ServiceDay.state == state)
    if day is not None:
        asked = asked.where(ServiceDay.date_of_service == day)
    rows = session.scalars(
        asked.order_by(ServiceDay.date_of_service.desc(), ServiceDay.id).limit(MOST_DAYS)
    ).all()
    return _with_patients(session, organization_id, rows)


def service_day(session: Session, organization_id: str, day_id: str) -> dict[str, Any]:
    """Return one service day and its revisions, the newest first; raise NotFound."""
    row = session.get(ServiceDay, day_id)
    if row is None or row.organization_id != organization_id or row.deleted_at is not None:
        raise NotFound
    revisions = session.scalars(
        select(Revision).where(Revision.service_day_id == day_id).order_by(Revision.number.desc())
    )
    return {
        "service_day": _with_patients(session, organization_id, [row])[0],
        "revisions": [{**one.as_fed(), "request": one.request} for one in revisions],
    }


def _with_patients(
    session: Session, organization_id: str, rows: Sequence[ServiceDay]
) -> list[dict[str, Any]]:
    ids = {row.patient_id for row in rows}
    patients = {patient.id: patient for patient in patients_of(session, organization_id, ids)}
    return [
        {
            "id": row.id,
            **row.feed_data(),
            "patient_name": patients[row.patient_id].name,
            "birth_date": patients[row.patient_id].birth_date.isoformat(),
        }
        for row in rows
    ]


def policies(session: Session, organization_id: str, today: date) -> list[dict[str, Any]]:
    """Return all versions of the organization's policies, by name and date."""
    rows = policies_of(session, organization_id)
    return [policy(row, rows, today) for row in rows]


def policy(row: PayerPolicy, rows: Sequence[PayerPolicy], today: date) -> dict[str, Any]:
    """Return one version: until when it holds, whether it holds today, and all that it says."""
    later = [
        one.effective_from for one in rows if one.name == row.name and one.effective_from > row.effective_from
    ]
    until = min(later) - timedelta(days=1) if later else None
    terms = terms_of(row)._asdict()
    return {
        "id": row.id,
        **row.feed_data(),
        "effective_until": None if until is None else until.isoformat(),
        "in_force": row.effective_from <= today and (until is None or today <= until),
        "terms": {name: terms[name] for name in TERMS},
    }
