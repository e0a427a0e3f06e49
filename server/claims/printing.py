"""A service day as it stands on paper: the newest revision with all that it was made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.accounts.operations import titles_of
from server.claims import pages
from server.claims.clock import clock
from server.claims.models import ServiceDay
from server.claims.policies import billed_by, policies_of
from server.db import wire_time
from server.organizations.operations import get_organization, time_zone_of
from server.visits.operations import EffectiveSegment, VisitRecord, visit_record

Shown = dict[str, Any]


def on_paper(session: Session, organization_id: str, day_id: str) -> Shown:
    """Return everything that the printed page says of a service day; raise NotFound."""
    row = pages.find_day(session, organization_id, day_id)
    whole = pages.service_day(session, organization_id, day_id)
    day, revisions = whole["service_day"], whole["revisions"]
    names = titles_of(session, organization_id)
    return {
        "organization": {"name": get_organization(session, organization_id).name},
        "patient": {"name": day["patient_name"], "birth_date": day["birth_date"]},
        "service_day": day,
        "revision": revisions[0] if revisions else None,
        "policy": _policy(session, organization_id, row),
        "visits": [_visit(session, visit_id, names) for visit_id in row.visit_ids],
        "attestations": whole["attestations"],
        "procedures": [one for one in whole["procedures"] if not one["removed"]],
    }


def _policy(session: Session, organization_id: str, row: ServiceDay) -> Shown | None:
    policy = billed_by(policies_of(session, organization_id), row)
    if policy is None:
        return None
    return {
        "name": policy.name,
        "label": policy.label,
        "effective_from": policy.effective_from.isoformat(),
        "citation": policy.citation,
        "terms": pages.terms(policy),
    }


def _visit(session: Session, visit_id: str, names: Mapping[str, str]) -> Shown:
    record = visit_record(session, visit_id)
    visit = record.visit
    zone = time_zone_of(session, visit.organization_id, visit.clinic_id)
    signed = record.signatures[-1] if record.signatures else None
    return {
        "id": visit.id,
        "status": visit.status,
        "time": clock(zone, visit.started_at),
        "signed_by": signed and ", ".join(filter(None, (signed.name, signed.credentials))),
        "signed_at": signed and wire_time(signed.signed_at),
        "segments": [_segment(one, zone, names) for one in record.segments],
        "untimed": _untimed(record, names),
    }


def _segment(one: EffectiveSegment, zone: str, names: Mapping[str, str]) -> Shown:
    return {
        "code": one.code,
        "by": one.performer,
        "clinician_name": names.get(one.clinician_id, ""),
        "from": clock(zone, one.started_at, seconds=True),
        "until": one.ended_at and clock(zone, one.ended_at, seconds=True),
        "provenance": one.provenance,
    }


def _untimed(record: VisitRecord, names: Mapping[str, str]) -> Sequence[Shown]:
    return [
        {
            "code": one.code,
            "minutes": one.minutes,
            "by": one.performer,
            "clinician_name": names.get(one.clinician_id, ""),
        }
        for one in record.untimed
    ]
