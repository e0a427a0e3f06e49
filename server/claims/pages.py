"""What billing pages show of service days and policies."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.operations import titles_of
from server.claims.attestations import attestation_rows
from server.claims.listing import with_names
from server.claims.models import Attestation, PayerPolicy, Procedure, Revision, ServiceDay
from server.claims.policies import policies_of, terms_of
from server.claims.procedures import procedures_of
from server.claims.submissions import is_corrected, submissions_of
from server.db import wire_time
from server.problems import NotFound

Shown = dict[str, Any]

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


def find_day(session: Session, organization_id: str, day_id: str) -> ServiceDay:
    """Return a service day of the organization; raise NotFound."""
    row = session.get(ServiceDay, day_id)
    if row is None or row.organization_id != organization_id or row.deleted_at is not None:
        raise NotFound
    return row


def service_day(session: Session, organization_id: str, day_id: str) -> Shown:
    """Return one service day, its revisions, the newest first, and what people told; raise NotFound."""
    row = find_day(session, organization_id, day_id)
    names = titles_of(session, organization_id)
    submitted = submissions_of(session, day_id)
    revisions = session.scalars(
        select(Revision).where(Revision.service_day_id == day_id).order_by(Revision.number.desc())
    )
    return {
        "service_day": with_names(session, organization_id, [row])[0],
        "revisions": [
            {
                **one.as_fed(corrected_claim=is_corrected(one.number, list(submitted))),
                "submitted_at": wire_time(submitted[one.number].at) if one.number in submitted else None,
                "request": one.request,
            }
            for one in revisions
        ],
        "procedures": [procedure(one) for one in procedures_of(session, row.patient_id, row.date_of_service)],
        "attestations": [
            {**_attested(one), "by_name": names.get(one.by, "")}
            for one in attestation_rows(session, row.patient_id, row.date_of_service, row.discipline)
        ],
    }


def procedure(row: Procedure) -> Shown:
    """Return another's procedure of the day."""
    return {"id": row.id, **row.feed_data()}


def _attested(row: Attestation) -> Shown:
    shown = ("kind", "column1", "column2", "basis", "reason", "by", "at")
    data = row.feed_data()
    return {name: data[name] for name in shown}


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
    return {
        "id": row.id,
        **row.feed_data(),
        "effective_until": None if until is None else until.isoformat(),
        "in_force": row.effective_from <= today and (until is None or today <= until),
        "terms": terms(row),
    }


def terms(row: PayerPolicy) -> Shown:
    """Return all that a version says, what it does not override as it ships."""
    whole = terms_of(row)._asdict()
    return {name: whole[name] for name in TERMS}
