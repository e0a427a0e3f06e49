"""Entering amounts used and fees, and what they come to before a day and over a year."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from server.claims.amounts.counting import BUCKETS, Fees, OwnDay
from server.claims.amounts.models import Fee, ThresholdUsed
from server.claims.models import Line, PayerPolicy, Revision, ServiceDay
from server.claims.policies import policy_on, terms_of
from server.db import uuid7
from server.visits.operations import mark_all_due


def fees_of(session: Session, organization_id: str) -> list[Fee]:
    """Return the organization's fees in the order in which they were entered."""
    mine = select(Fee).where(Fee.organization_id == organization_id)
    return list(session.scalars(mine.order_by(Fee.created_at, Fee.id)))


def entries_of(session: Session, patient_id: str, year: int, bucket: str) -> list[ThresholdUsed]:
    """Return what was entered for a patient's year, the newest first."""
    return [row for row in entries_of_patients(session, [patient_id], [year]) if row.bucket == bucket]


def entries_of_patients(
    session: Session, patient_ids: Collection[str], years: Collection[int]
) -> list[ThresholdUsed]:
    """Return what was entered for patients in some years, the newest first."""
    asked = select(ThresholdUsed).where(
        ThresholdUsed.patient_id.in_(patient_ids), ThresholdUsed.year.in_(years)
    )
    return list(session.scalars(asked.order_by(ThresholdUsed.created_at.desc(), ThresholdUsed.id.desc())))


class OwnLines(NamedTuple):
    """The codes and units of a service day's newest revision, ours only; none unless the day is final."""

    service_day_id: str
    patient_id: str
    discipline: str
    date_of_service: date
    payer: str
    revision: int
    lines: Sequence[tuple[str, int]]

    def priced(self, fees: Fees) -> OwnDay:
        """Return what the day comes to by a fee table."""
        priced = fees.priced(self.lines, self.date_of_service)
        return OwnDay(self.service_day_id, self.date_of_service, self.revision, priced)


def own_days(
    session: Session,
    policies: Sequence[PayerPolicy],
    fees: Fees,
    patient_id: str,
    bucket: str,
    after: date,
    before: date,
) -> list[OwnDay]:
    """Return the patient's final days between two dates, both left out, whose payer counts KX."""
    return [
        one.priced(fees)
        for one in own_lines(session, [patient_id], after, before)
        if BUCKETS[one.discipline] == bucket and counts_kx(policies, one.payer, one.date_of_service)
    ]


def own_lines(
    session: Session, patient_ids: Collection[str], after: date, before: date
) -> Iterator[OwnLines]:
    """Yield the final days of patients between two dates, both left out, by date."""
    rows = session.execute(_lines(patient_ids, after, before))
    for (id_, patient, discipline, day, payer, number), lines in groupby(rows, lambda row: tuple(row[:-2])):
        yield OwnLines(id_, patient, discipline, day, payer, number, [(row.code, row.units) for row in lines])


def _lines(patient_ids: Collection[str], after: date, before: date) -> Any:
    numbered = aliased(Revision)
    newest = (
        select(func.max(numbered.number)).where(numbered.service_day_id == ServiceDay.id).scalar_subquery()
    )
    latest = and_(Revision.service_day_id == ServiceDay.id, Revision.number == newest)
    return (
        select(
            ServiceDay.id,
            ServiceDay.patient_id,
            ServiceDay.discipline,
            ServiceDay.date_of_service,
            ServiceDay.payer_policy_id,
            Revision.number,
            Line.code,
            Line.units,
        )
        .select_from(ServiceDay)
        .join(Revision, latest)
        .join(Line, Line.revision_id == Revision.id)
        .where(
            ServiceDay.patient_id.in_(patient_ids),
            ServiceDay.state == "final",
            ServiceDay.date_of_service > after,
            ServiceDay.date_of_service < before,
            Line.outside.is_(False),
        )
        .order_by(ServiceDay.date_of_service, ServiceDay.id, Line.position)
    )


def counts_kx(policies: Sequence[PayerPolicy], payer: str, day: date) -> bool:
    """Say whether the payer's policy of a day asks for KX."""
    policy = policy_on(policies, payer, day)
    return policy is not None and terms_of(policy).kx


def enter_used(
    session: Session, organization_id: str, patient_id: str, by: str, told: dict[str, Any], now: datetime
) -> ThresholdUsed:
    """Keep an amount used; the year's days after its date are looked at again."""
    row = ThresholdUsed(
        id=uuid7(), organization_id=organization_id, patient_id=patient_id, by=by, created_at=now, **told
    )
    session.add(row)
    mark_after(session, patient_id, told["bucket"], told["as_of"], told["year"], now)
    return row


def mark_after(session: Session, patient_id: str, bucket: str, after: date, year: int, now: datetime) -> None:
    """Let billing look again at the days of a year after a date: what was used before them has changed."""
    mark_all_after(session, [(patient_id, bucket, after)], (), now, until=date(year, 12, 31))


def mark_all_after(
    session: Session,
    changed: Collection[tuple[str, str, date]],
    just_billed: Collection[tuple[str, date]],
    now: datetime,
    until: date | None = None,
) -> None:
    """Let billing look again at what patients had after dates on which they used a bucket otherwise.

    Left out are other years, and the patients' days that were `just_billed`: they counted what is new.
    """
    if not changed:
        return
    first: dict[tuple[str, str], list[date]] = {}
    for patient_id, bucket, day in changed:
        first.setdefault((patient_id, bucket), []).append(day)
    asked = select(
        ServiceDay.patient_id, ServiceDay.discipline, ServiceDay.date_of_service, ServiceDay.visit_ids
    ).where(
        ServiceDay.patient_id.in_({patient_id for patient_id, _ in first}),
        ServiceDay.date_of_service > min(day for _, _, day in changed),
    )
    visits = [
        visit_id
        for patient_id, discipline, day, visit_ids in session.execute(asked)
        if (patient_id, day) not in just_billed
        and any(_reaches(one, day, until) for one in first.get((patient_id, BUCKETS[discipline]), ()))
        for visit_id in visit_ids
    ]
    mark_all_due(session, visits, now)


def _reaches(changed: date, day: date, until: date | None) -> bool:
    """Say whether what a day before used counts on a later one."""
    return changed < day <= (until or date(changed.year, 12, 31))


def enter_fees(
    session: Session, organization_id: str, by: str, told: Sequence[dict[str, Any]], now: datetime
) -> list[Fee]:
    """Keep fees; days on or after the earliest of their dates that still wait are looked at again."""
    rows = [Fee(id=uuid7(), organization_id=organization_id, by=by, created_at=now, **one) for one in told]
    session.add_all(rows)
    waiting = session.scalars(
        select(ServiceDay.visit_ids).where(
            ServiceDay.organization_id == organization_id,
            ServiceDay.date_of_service >= min(row.effective_from for row in rows),
            ServiceDay.state != "final",
        )
    ).all()
    mark_all_due(session, (visit_id for visit_ids in waiting for visit_id in visit_ids), now)
    return rows
