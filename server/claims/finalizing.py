"""Finalizing the service days of one patient and date: ask billing, keep the answer, say what is awaited."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import audit
from server.claims.amounts.counting import BUCKETS
from server.claims.amounts.operations import mark_after
from server.claims.asking import BillingFailed, ask, bill, nothing_to_bill
from server.claims.gathered import Billed
from server.claims.gathering import Gathered, Setting, gather, held_against_each_other, visits_with_others
from server.claims.lines import keep_revision, latest_revision
from server.claims.models import Revision, ServiceDay
from server.claims.one_on_one import two_patients_in
from server.claims.request import billing_request, has_services
from server.claims.submissions import is_corrected, submitted_numbers
from server.claims.waits import Wait, wait, waits_for_findings
from server.visits.operations import mark_all_due


def finalize_date(session: Session, setting: Setting, patient_id: str, day: date, now: datetime) -> None:
    """Finalize every service day of a patient and date.

    All of them, since a code billed by one discipline counts for the edits of the other.
    """
    stored = _stored(session, patient_id, day)
    before = {id_: two_patients_in(row.revision) for id_, row in stored.items()}
    gathered = held_against_each_other(
        session, setting, patient_id, day, gather(session, setting, patient_id, day)
    )
    found = [one for one in gathered if one.signed or one.day.id in stored]
    billed = _billed(found, setting) if len(found) > 1 else {}
    for one in found:
        elsewhere = [
            row for id_, rows in billed.items() if id_ != one.day.id for row in rows
            if row.discipline != one.day.discipline
        ]  # fmt: skip
        row = stored.pop(one.day.id, None) or _new(session, setting, one, now)
        _finalize(session, setting, row, one, elsewhere, now)
        if before.get(row.id, []) != two_patients_in(row.revision):
            _tell_the_others(session, setting, row, now)
    for emptied in stored.values():  # its visits were voided or moved to another date
        if before[emptied.id]:
            _tell_the_others(session, setting, emptied, now)
        _empty(session, emptied, now)


def _tell_the_others(session: Session, setting: Setting, row: ServiceDay, now: datetime) -> None:
    """Let billing look again at whom the same clinicians treated: their minutes may no longer stand twice."""
    numbers = session.scalars(
        select(Revision.request)
        .where(Revision.service_day_id == row.id)
        .order_by(Revision.number.desc())
        .limit(2)
    )
    clinicians = {
        service["clinician"]
        for request in numbers
        for service in request["services"]
        if "clinician" in service
    }
    visits = visits_with_others(session, setting, clinicians, row.patient_id, row.date_of_service)
    mark_all_due(session, visits, now)


def _stored(session: Session, patient_id: str, day: date) -> dict[str, ServiceDay]:
    this = (ServiceDay.patient_id == patient_id, ServiceDay.date_of_service == day)
    return {row.id: row for row in session.scalars(select(ServiceDay).where(*this).order_by(ServiceDay.id))}


def _new(session: Session, setting: Setting, one: Gathered, now: datetime) -> ServiceDay:
    row = ServiceDay(
        id=one.day.id,
        organization_id=setting.organization_id,
        patient_id=one.patient_id,
        date_of_service=one.day.date_of_service,
        discipline=one.day.discipline,
        payer_policy_id=one.payer_id,
        policy_name=one.policy_name,
        state="pending",
        waits_for=[],
        visit_ids=one.visit_ids,
        finding=None,
        failed_at=None,
        revision=None,
        submitted=None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _finalize(
    session: Session,
    setting: Setting,
    row: ServiceDay,
    one: Gathered,
    elsewhere: Sequence[Billed],
    now: datetime,
) -> None:
    _set(row, visit_ids=one.visit_ids)
    if one.waits:
        _set(row, state="held", waits_for=one.waits, finding=None, failed_at=None)
    else:
        _bill(session, row, one, elsewhere, setting, now)
    _note(session, row, now)


def _bill(
    session: Session,
    row: ServiceDay,
    one: Gathered,
    elsewhere: Sequence[Billed],
    setting: Setting,
    now: datetime,
) -> None:
    try:
        request, result = bill(session, setting, one, elsewhere)
    except BillingFailed:
        fail(row, now)
        return
    counted = _counted(row)
    revision = keep_revision(session, row, request, result, now)
    waits = waits_for_findings(result, one.treated, setting.names)
    _set(
        row,
        state="held" if waits else "final",
        waits_for=waits,
        finding=None,
        failed_at=None,
        revision=_fed(session, row, revision),
    )
    if "threshold" in result and _counted(row) != counted:
        year = row.date_of_service.year
        mark_after(session, row.patient_id, BUCKETS[row.discipline], row.date_of_service, year, now)


def _fed(session: Session, row: ServiceDay, revision: Revision) -> dict[str, Any]:
    """Return the revision as it stands on its day; one behind a submitted one is a corrected claim."""
    submitted = submitted_numbers(session, row.id) if row.submitted else []
    return revision.as_fed(corrected_claim=is_corrected(revision.number, submitted))


def _counted(row: ServiceDay) -> list[tuple[str, int]]:
    """Return the codes and units that later days of the year count as used."""
    if row.state != "final" or row.revision is None:
        return []
    return [(line["code"], line["units"]) for line in row.revision["result"]["lines"] if not line["outside"]]


def fail(row: ServiceDay, now: datetime) -> None:
    """Leave the former revision as it is, and say that it may no longer be right."""
    says = "The day could not be finalized: a fault in Kinesync."
    stands = " What is shown is the revision before it." if row.revision else ""
    finding = {"id": "finalize-failed", "severity": "error", "says": says + stands, "source": "Kinesync"}
    awaited: list[Wait] = [wait(f"{says} Tell your administrator; it is tried again.", "Administrator")]
    _set(row, state="held", waits_for=awaited, finding=finding, failed_at=now)


def _empty(session: Session, row: ServiceDay, now: datetime) -> None:
    """Bill nothing for a day that has no visit any more."""
    former = latest_revision(session, row.id)
    _set(row, state="final", waits_for=[], visit_ids=[], finding=None, failed_at=None)
    if former is not None:
        request = {**former.request, "services": []}
        kept = keep_revision(session, row, request, nothing_to_bill(row.id), now)
        row.revision = _fed(session, row, kept)
    _note(session, row, now)


def _billed(found: Sequence[Gathered], setting: Setting) -> dict[str, list[Billed]]:
    """Return the codes that get units on each day of the date, before edits between disciplines."""
    billed = {}
    for one in found:
        try:
            result = ask(billing_request(one.day), has_services(one.day), setting)
        except BillingFailed:
            result = nothing_to_bill(one.day.id)  # the failure is told when its own day is finalized
        codes = dict.fromkeys(line["code"] for line in result["lines"] if not line["outside"])
        billed[one.day.id] = [
            Billed(code, one.day.discipline, next(iter(one.treated.get(code, ())), None)) for code in codes
        ]
    return billed


def _set(row: ServiceDay, **values: object) -> None:
    """Assign what differs, so that a day finalized twice keeps its version."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _note(session: Session, row: ServiceDay, now: datetime) -> None:
    if not session.is_modified(row) and row not in session.new:
        return
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
