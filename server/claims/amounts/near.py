"""Who is near a year's amount: every patient who has used 80 % of it, so that nobody finds out late."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import Session

from server.billing.thresholds import find_amount
from server.claims.amounts.accounts import Accounts, Terms, open_accounts
from server.claims.amounts.counting import BUCKETS, Fees
from server.claims.amounts.operations import fees_of
from server.claims.amounts.pages import state_of
from server.claims.policies import policies_of
from server.patients.models import Patient
from server.patients.operations import patients_of

Shown = dict[str, Any]
DISCIPLINES: tuple[Literal["PT", "OT"], ...] = ("PT", "OT")


class _Used(NamedTuple):
    """What a patient has used of one amount, in cents."""

    patient: Patient
    bucket: str
    amount: int
    cents: int


def near(session: Session, organization_id: str, today: date) -> Shown:
    """Return the patients who have used 80 % or more of an amount of this year, who used most first.

    `without_amount` names the buckets for which none is published: nobody can be near those.
    """
    patients = patients_of(session, organization_id)
    used = list(_used(_accounts(session, organization_id, patients, today), patients, today))
    used.sort(key=lambda one: (-one.cents, one.bucket, one.patient.id))
    return {
        "year": today.year,
        "without_amount": [BUCKETS[one] for one in DISCIPLINES if find_amount(today.year, one) is None],
        "patients": [_shown(one) for one in used],
    }


def _accounts(session: Session, organization_id: str, patients: Sequence[Patient], today: date) -> Accounts:
    terms = Terms(policies_of(session, organization_id), Fees(fees_of(session, organization_id)))
    through = (today, today + timedelta(days=1))  # today counts as well
    return open_accounts(session, terms, [(patient.id, day) for day in through for patient in patients])


def _used(accounts: Accounts, patients: Sequence[Patient], today: date) -> Iterator[_Used]:
    for discipline in DISCIPLINES:
        amount = find_amount(today.year, discipline)
        if amount is None:
            continue
        for patient in patients:
            cents = accounts.cents_through(patient.id, discipline, today)
            if cents and state_of(amount.cents, cents, known=True) != "below":
                yield _Used(patient, BUCKETS[discipline], amount.cents, cents)


def _shown(one: _Used) -> Shown:
    return {
        "patient_id": one.patient.id,
        "patient_name": one.patient.name,
        "birth_date": one.patient.birth_date.isoformat(),
        "bucket": one.bucket,
        "amount_cents": one.amount,
        "used_cents": one.cents,
        "state": state_of(one.amount, one.cents, known=True),
    }
