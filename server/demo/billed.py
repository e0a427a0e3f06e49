"""What the demo's biller has done: fees, an amount used, other care of a day, and a claim submitted.

So that the biller's pages show a day that waits, one that was submitted, and a patient near the year's KX
amount. The fees are invented; nobody pays them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from server.access import BILLER as BILLS
from server.access import Actor
from server.accounts.operations import titles_of
from server.claims import procedures, submissions
from server.claims.amounts.operations import enter_fees, enter_used
from server.claims.noting import note
from server.claims.operations import days_of_visits
from server.db import db, transaction
from server.demo.ids import ORGANIZATION, demo_id
from server.demo.people import BILLER
from server.demo.visit import PastVisit
from server.reviews.operations import settle_due

CENTS: Final = {
    "97110": 29_40, "97112": 33_60, "97116": 29_20, "97140": 28_10, "97530": 35_80, "97535": 33_20,
}  # fmt: skip
NEAR: Final = "Notreal"
USED_CENTS: Final = 1_990_00
SEEN: Final = "Payer's portal, looked up by phone"
HELD: Final = "Makebelieve"
ADJUSTED: Final = {
    "code": "98941",
    "discipline": "chiropractic",
    "specialty": None,
    "regions": ["cervical spine", "lumbar spine", "sacrum"],
    "note": "The patient's calendar says so.",
}
SUBMITTED: Final = "Sample"


def enter_amounts(session: Session, visits: Sequence[PastVisit], now: datetime) -> None:
    """Enter the fees, and what one patient has used before the visits; none of them is recorded yet."""
    first = min(visit.starts_at for visit in visits).date()
    told = [
        {"code": code, "cents": cents, "effective_from": date(first.year, 1, 1)}
        for code, cents in CENTS.items()
    ]
    for row in enter_fees(session, ORGANIZATION, _biller().clinician_id, told, now):
        note(session, _biller(), "fee.enter", ("fee", row.id), None, ["cents", "effective_from"], now)
    newest = max(visit.starts_at for visit in visits).date()
    before = max(first, date(newest.year, 1, 1)) - timedelta(days=1)
    used = {
        "year": newest.year,
        "bucket": "PT+SLP",
        "used_cents": USED_CENTS,
        "as_of": before,
        "source": SEEN,
    }
    patient_id = demo_id("patient", NEAR)
    entry = enter_used(session, ORGANIZATION, patient_id, _biller().clinician_id, used, now)
    note(session, _biller(), "threshold.enter", ("threshold_used", entry.id), patient_id, sorted(used), now)


def bill_past_visits(visits: Sequence[PastVisit], now: datetime) -> None:
    """Submit the first day of one patient; enter a chiropractor's adjustment on the last day of another."""
    ordered = sorted(visits, key=lambda one: one.starts_at)
    submitted = next(one for one in ordered if one.patient.family_name == SUBMITTED)
    adjusted = next(one for one in reversed(ordered) if one.patient.family_name == HELD)
    with transaction() as session:
        days = days_of_visits(session, [submitted.visit_id, adjusted.visit_id])
        day, other = days[submitted.visit_id], days[adjusted.visit_id]
        names, by = titles_of(session, ORGANIZATION), _biller().clinician_id
        submissions.submit(session, day, 1, by, names, min(submitted.starts_at + timedelta(days=1), now))
        note(session, _biller(), "service-day.submit", ("service_day", day.id), day.patient_id, [], now)
        row = procedures.enter(session, other, dict(ADJUSTED), by, now)
        note(session, _biller(), "procedure.tell", ("procedure", row.id), other.patient_id, [], now)
    settle_due(now)
    db.session().rollback()  # ends the read transaction


def _biller() -> Actor:
    return Actor(demo_id("clinician", BILLER.key), ORGANIZATION, frozenset({BILLS}), None, "")
