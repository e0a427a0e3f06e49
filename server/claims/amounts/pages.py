"""What the pages of amounts show: a patient's year, and the fee table."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from server.accounts.operations import titles_of
from server.billing.thresholds import find_amount
from server.claims.amounts.counting import BUCKETS, Fees, OwnDay, entry_on, is_near, without_fee
from server.claims.amounts.models import Fee, ThresholdUsed
from server.claims.amounts.operations import entries_of, fees_of, own_days
from server.claims.policies import policies_of
from server.db import wire_time

Shown = dict[str, Any]


def year(session: Session, organization_id: str, patient_id: str, of: int, today: date) -> Shown:
    """Return what the patient has used of both amounts of a year, through today, and what that is made of."""
    names = titles_of(session, organization_id)
    through = min(today, date(of, 12, 31)) + timedelta(days=1)
    buckets = [
        _bucket(session, organization_id, patient_id, discipline, of, through, names)
        for discipline in ("PT", "OT")
    ]
    return {"patient_id": patient_id, "year": of, "buckets": buckets}


def _bucket(
    session: Session,
    organization_id: str,
    patient_id: str,
    discipline: Literal["PT", "OT"],
    of: int,
    through: date,
    names: Mapping[str, str],
) -> Shown:
    bucket = BUCKETS[discipline]
    entries = entries_of(session, patient_id, of, bucket)
    entry = entry_on(entries, through)
    after = max(entry.as_of if entry else date.min, date(of - 1, 12, 31))
    fees = Fees(fees_of(session, organization_id))
    policies = policies_of(session, organization_id)
    own = own_days(session, policies, fees, patient_id, bucket, after, through)
    own_cents = sum(one.cents for one in own)
    used = (entry.used_cents if entry else 0) + own_cents
    amount = find_amount(of, discipline)
    return {
        "bucket": bucket,
        "amount_cents": amount and amount.cents,
        "source": amount.source if amount else "No amount is published here for this year.",
        "eighty_percent_cents": amount and amount.cents * 80 // 100,
        "entry": entry and _entry(entry, names),
        "entries": [_entry(row, names) for row in entries],
        "own_days": [_own(one) for one in own],
        "own_cents": own_cents,
        "used_cents": used,
        "missing_fees": without_fee(*(one.lines for one in own)),
        "state": state_of(amount and amount.cents, used, known=entry is not None or bool(fees)),
    }


def state_of(amount: int | None, used: int, *, known: bool) -> str:
    """Say how near to a year's amount is what was used; both in cents."""
    if amount is None or not known:
        return "unknown"
    if used > amount:
        return "over"
    return "near" if is_near(amount, used) else "below"


def _own(one: OwnDay) -> Shown:
    return {
        "service_day_id": one.service_day_id,
        "date_of_service": one.date_of_service.isoformat(),
        "revision": one.revision,
        "cents": one.cents,
        "lines": one.lines,
    }


def _entry(row: ThresholdUsed, names: Mapping[str, str]) -> Shown:
    return {
        "id": row.id,
        "used_cents": row.used_cents,
        "as_of": row.as_of.isoformat(),
        "source": row.source,
        "by": row.by,
        "by_name": names.get(row.by, ""),
        "created_at": wire_time(row.created_at),
    }


def fees(session: Session, organization_id: str) -> list[Shown]:
    """Return the whole fee table, by code, the newest date first."""
    names = titles_of(session, organization_id)
    rows = fees_of(session, organization_id)[::-1]
    rows.sort(key=lambda row: row.effective_from, reverse=True)
    return [fee(row, names) for row in sorted(rows, key=lambda row: row.code)]


def fee(row: Fee, names: Mapping[str, str]) -> Shown:
    """Return one fee."""
    return {
        "id": row.id,
        "code": row.code,
        "cents": row.cents,
        "effective_from": row.effective_from.isoformat(),
        "by": row.by,
        "by_name": names.get(row.by, ""),
        "created_at": wire_time(row.created_at),
    }
