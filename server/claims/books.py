"""What already stands of the service days of many dates: read at once, kept up while they are finalized."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from server.claims.amounts.accounts import Accounts, Terms, open_accounts
from server.claims.amounts.operations import OwnLines
from server.claims.gathering import Setting
from server.claims.models import Revision, ServiceDay, Submission

PatientDay = tuple[str, date]
Stored = dict[str, Any]


@dataclass(frozen=True)
class Books:
    """Service days by patient and date; by their ids the newest revision and which numbers were submitted."""

    days: dict[PatientDay, list[ServiceDay]]
    revisions: dict[str, Revision]
    submitted: dict[str, list[int]]
    accounts: Accounts

    def count(self, day: ServiceDay, state: str, revision: Stored | None) -> None:
        """Let later days of the patient count what this one says now."""
        self.accounts.keep(
            OwnLines(
                day.id,
                day.patient_id,
                day.discipline,
                day.date_of_service,
                day.payer_policy_id,
                int(revision["number"]) if revision else 0,
                own_lines_of(state, revision),
            )
        )


def own_lines_of(state: str, revision: Stored | None) -> list[tuple[str, int]]:
    """Return the codes and units that later days of the year count as used: only a final day's."""
    if state != "final" or revision is None:
        return []
    return [(line["code"], line["units"]) for line in revision["result"]["lines"] if not line["outside"]]


def open_books(session: Session, setting: Setting, days: Collection[PatientDay]) -> Books:
    """Read what stands of these patients' dates."""
    stored: dict[PatientDay, list[ServiceDay]] = {}
    this = tuple_(ServiceDay.patient_id, ServiceDay.date_of_service).in_(list(days))
    for row in session.scalars(select(ServiceDay).where(this).order_by(ServiceDay.id)):
        stored.setdefault((row.patient_id, row.date_of_service), []).append(row)
    ids = [row.id for of_date in stored.values() for row in of_date]
    return Books(
        stored,
        _newest(session, ids) if ids else {},
        _submitted(session, ids) if ids else {},
        open_accounts(session, Terms(setting.policies, setting.fees), days),
    )


def _newest(session: Session, day_ids: Collection[str]) -> dict[str, Revision]:
    newest = (
        select(Revision.service_day_id, func.max(Revision.number))
        .where(Revision.service_day_id.in_(day_ids))
        .group_by(Revision.service_day_id)
    )
    asked = select(Revision).where(tuple_(Revision.service_day_id, Revision.number).in_(newest))
    return {row.service_day_id: row for row in session.scalars(asked)}


def _submitted(session: Session, day_ids: Collection[str]) -> dict[str, list[int]]:
    asked = select(Submission.service_day_id, Submission.number).where(Submission.service_day_id.in_(day_ids))
    numbers: dict[str, list[int]] = {}
    for day_id, number in session.execute(asked):
        numbers.setdefault(day_id, []).append(number)
    return numbers
