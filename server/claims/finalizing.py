"""Finalizing the service days of one patient and date: ask billing, decide what the day says now.

Nothing is stored here: a date that fails leaves no trace, and a page of dates is stored at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from server.claims.asking import BillingFailed, ask, bill, nothing_to_bill
from server.claims.because import Known
from server.claims.books import Books, open_books, own_lines_of
from server.claims.gathered import Billed
from server.claims.gathering import Gathered, Setting, gather, held_against_each_other
from server.claims.lines import next_revision
from server.claims.material import Material, PatientDay, read_material
from server.claims.models import Revision, ServiceDay
from server.claims.one_on_one import two_patients_in
from server.claims.request import billing_request, has_services
from server.claims.submissions import is_corrected
from server.claims.waits import Wait, wait, waits_for_findings

Values = dict[str, Any]


class Page(NamedTuple):
    """All that was read to finalize the service days of some dates of one organization."""

    setting: Setting
    material: Material
    books: Books


def read_page(session: Session, setting: Setting, days: Collection[PatientDay]) -> Page:
    """Read all that the service days of these dates are made of, and what stands of them."""
    return Page(
        setting, read_material(session, setting.organization_id, days), open_books(session, setting, days)
    )


@dataclass(frozen=True)
class Outcome:
    """What a service day is to say, and its new revision if there is one; not stored yet.

    `with_others` are clinicians whose minutes with other patients no longer count as they did; `counts_anew`
    says that later days of the year count other units of this one.
    """

    row: ServiceDay
    new: bool
    values: Values
    revision: Revision | None = None
    with_others: frozenset[str] = frozenset()
    counts_anew: bool = False


def finalize_date(page: Page, patient_id: str, day: date, now: datetime) -> list[Outcome]:
    """Decide every service day of a patient and date.

    All of them, since a code billed by one discipline counts for the edits of the other.
    """
    stored = {row.id: row for row in page.books.days.get((patient_id, day), ())}
    gathered = held_against_each_other(
        page.material, page.setting, patient_id, day, gather(page.material, page.setting, patient_id, day)
    )
    found = [one for one in gathered if one.signed or one.day.id in stored]
    billed = _billed(found, page.setting) if len(found) > 1 else {}
    outcomes = []
    for one in found:
        elsewhere = [
            row for id_, rows in billed.items() if id_ != one.day.id for row in rows
            if row.discipline != one.day.discipline
        ]  # fmt: skip
        outcomes.append(_finalized(page, stored.pop(one.day.id, None), one, elsewhere, now))
    # Whose visits were voided or moved to another date:
    return outcomes + [_emptied(page, row, now) for row in stored.values()]


def _finalized(
    page: Page, known: ServiceDay | None, one: Gathered, elsewhere: Sequence[Billed], now: datetime
) -> Outcome:
    row = known or _new(page.setting, one, now)
    if one.waits:
        held = {"state": "held", "waits_for": one.waits, "finding": None, "failed_at": None}
        return _outcome(page, row, {"visit_ids": one.visit_ids, **held}, new=known is None)
    try:
        request, result = bill(page.books.accounts, page.setting, one, elsewhere)
    except BillingFailed:
        return Outcome(row, known is None, {"visit_ids": one.visit_ids, **failed(row, now)})
    said = Known(page.setting.names, one.zone, one.counted)
    former = page.books.revisions.get(row.id)
    newest = next_revision(row, former, request, result, said, now) or former
    waits = waits_for_findings(result, one.treated, page.setting.names)
    values = {"visit_ids": one.visit_ids, "state": "held" if waits else "final", "waits_for": waits}
    return _outcome(page, row, {**values, "finding": None, "failed_at": None}, newest, new=known is None)


def _emptied(page: Page, row: ServiceDay, now: datetime) -> Outcome:
    """Bill nothing for a day that has no visit any more."""
    values: Values = {"state": "final", "waits_for": [], "visit_ids": []}
    newest = former = page.books.revisions.get(row.id)
    if former is not None:
        request = {**former.request, "services": []}
        said = Known(page.setting.names, page.setting.zones[None])
        newest = next_revision(row, former, request, nothing_to_bill(row.id), said, now) or former
    return _outcome(page, row, {**values, "finding": None, "failed_at": None}, newest)


def _outcome(
    page: Page, row: ServiceDay, values: Values, newest: Revision | None = None, *, new: bool = False
) -> Outcome:
    """Put the newest revision on the day if billing was asked, and say whom else the change concerns."""
    former, shown = page.books.revisions.get(row.id), row.revision
    if newest is not None:
        submitted = page.books.submitted.get(row.id, [])
        shown = newest.as_fed(corrected_claim=is_corrected(newest.number, submitted))
    revision = newest if newest is not former else None
    others: frozenset[str] = frozenset()
    if two_patients_in(row.revision) != two_patients_in(shown):
        others = _clinicians(*(one for one in (former, revision) if one is not None))
    # A day that is empty now counted before: what later days have used is less.
    counted = any("threshold" in one["result"] for one in (row.revision, shown) if one)
    anew = counted and own_lines_of(row.state, row.revision) != own_lines_of(values["state"], shown)
    return Outcome(row, new, {**values, "revision": shown}, revision, others, anew)


def _clinicians(*revisions: Revision) -> frozenset[str]:
    return frozenset(
        service["clinician"]
        for revision in revisions
        for service in revision.request["services"]
        if "clinician" in service
    )


def _new(setting: Setting, one: Gathered, now: datetime) -> ServiceDay:
    return ServiceDay(
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


def failed(row: ServiceDay, now: datetime) -> Values:
    """Leave the former revision as it is, and say that it may no longer be right."""
    says = "The day could not be finalized: a fault in Kinesync."
    stands = " What is shown is the revision before it." if row.revision else ""
    finding = {"id": "finalize-failed", "severity": "error", "says": says + stands, "source": "Kinesync"}
    awaited: list[Wait] = [wait(f"{says} Tell your administrator; it is tried again.", "Administrator")]
    return {"state": "held", "waits_for": awaited, "finding": finding, "failed_at": now}


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
