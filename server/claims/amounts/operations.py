"""Entering amounts used and fees, and what they come to before a day and over a year."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from server.claims.amounts.counting import BUCKETS, Fees, OwnDay, Priced, entry_on
from server.claims.amounts.models import Fee, ThresholdUsed
from server.claims.models import Line, PayerPolicy, Revision, ServiceDay
from server.claims.policies import policy_on, terms_of
from server.db import uuid7
from server.visits.operations import mark_all_due

Rows = dict[tuple[str, date, str, int], list[tuple[str, int]]]


def fees_of(session: Session, organization_id: str) -> list[Fee]:
    """Return the organization's fees in the order in which they were entered."""
    mine = select(Fee).where(Fee.organization_id == organization_id)
    return list(session.scalars(mine.order_by(Fee.created_at, Fee.id)))


def entries_of(session: Session, patient_id: str, year: int, bucket: str) -> list[ThresholdUsed]:
    """Return what was entered for a patient's year, the newest first."""
    asked = select(ThresholdUsed).where(
        ThresholdUsed.patient_id == patient_id, ThresholdUsed.year == year, ThresholdUsed.bucket == bucket
    )
    return list(session.scalars(asked.order_by(ThresholdUsed.created_at.desc(), ThresholdUsed.id.desc())))


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
    found: Rows = {}
    for day_id, day, payer, number, code, units in session.execute(_lines(patient_id, bucket, after, before)):
        found.setdefault((day_id, day, payer, number), []).append((code, units))
    return [
        OwnDay(day_id, day, number, _priced(fees, lines, day))
        for (day_id, day, payer, number), lines in found.items()
        if counts_kx(policies, payer, day)
    ]


def _priced(fees: Fees, lines: list[tuple[str, int]], day: date) -> Priced:
    return fees.priced(lines, day)


def _lines(patient_id: str, bucket: str, after: date, before: date) -> Any:
    numbered = aliased(Revision)
    newest = (
        select(func.max(numbered.number)).where(numbered.service_day_id == ServiceDay.id).scalar_subquery()
    )
    latest = and_(Revision.service_day_id == ServiceDay.id, Revision.number == newest)
    return (
        select(
            ServiceDay.id,
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
            ServiceDay.patient_id == patient_id,
            ServiceDay.discipline.in_(disciplines_of(bucket)),
            ServiceDay.state == "final",
            ServiceDay.date_of_service > after,
            ServiceDay.date_of_service < before,
            Line.outside.is_(False),
        )
        .order_by(ServiceDay.date_of_service, ServiceDay.id, Line.position)
    )


def disciplines_of(bucket: str) -> list[str]:
    """Return the disciplines that share an amount."""
    return [discipline for discipline, of in BUCKETS.items() if of == bucket]


def counts_kx(policies: Sequence[PayerPolicy], payer: str, day: date) -> bool:
    """Say whether the payer's policy of a day asks for KX."""
    policy = policy_on(policies, payer, day)
    return policy is not None and terms_of(policy).kx


def used_before(
    session: Session,
    policies: Sequence[PayerPolicy],
    fees: Fees,
    patient_id: str,
    discipline: str,
    day: date,
) -> tuple[ThresholdUsed | None, list[OwnDay]] | None:
    """Return the entry and the own days that count before a day; None when nothing was ever told."""
    bucket = BUCKETS[discipline]
    entry = entry_on(entries_of(session, patient_id, day.year, bucket), day)
    if entry is None and not fees:
        return None
    after = max(entry.as_of if entry else date.min, date(day.year - 1, 12, 31))
    return entry, own_days(session, policies, fees, patient_id, bucket, after, day)


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
    days = session.scalars(
        select(ServiceDay.visit_ids).where(
            ServiceDay.patient_id == patient_id,
            ServiceDay.discipline.in_(disciplines_of(bucket)),
            ServiceDay.date_of_service > after,
            ServiceDay.date_of_service <= date(year, 12, 31),
            ServiceDay.date_of_service >= date(year, 1, 1),
        )
    ).all()
    mark_all_due(session, (visit_id for visit_ids in days for visit_id in visit_ids), now)


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
