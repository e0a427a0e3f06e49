"""Payer policies of an organization: dated rows, chosen by the date of service.

A change is a new row of the same name with a later `effective_from`; what was finalized before stays as it
was.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.billing import RequestError
from server.billing.policies import SHIPPED, Policy, read_policy
from server.billing.request import FIRST_DATE
from server.claims.models import PayerPolicy, ServiceDay
from server.db import uuid7, wire_time
from server.problems import Invalid, Problem
from server.visits.operations import mark_all_due

LABELS: Final = {
    "medicare-part-b": "Medicare Part B",
    "commercial-midpoint": "Commercial, midpoint of each code",
    "full-15": "Full 15 minutes a unit",
}


class PolicyExists(Problem):
    """The policy has a version from that very date: a version is never changed."""

    status = 409
    type = "/problems/policy-exists"
    title = "The policy has a version from this date"


def ship_policies(session: Session, organization_id: str) -> dict[str, PayerPolicy]:
    """Give an organization the policies that ship, by name; they hold from the first date of the rules."""
    rows = {
        name: PayerPolicy(
            id=uuid7(),
            organization_id=organization_id,
            name=name,
            label=LABELS[name],
            extends=name,
            overrides={},
            required_elements=[],
            effective_from=FIRST_DATE,
            citation=policy.citation,
        )
        for name, policy in SHIPPED.items()
    }
    session.add_all(rows.values())
    return rows


def policies_of(session: Session, organization_id: str) -> Sequence[PayerPolicy]:
    """Return the organization's policies, by name and date."""
    mine = (PayerPolicy.organization_id == organization_id, PayerPolicy.deleted_at.is_(None))
    return session.scalars(
        select(PayerPolicy).where(*mine).order_by(PayerPolicy.name, PayerPolicy.effective_from)
    ).all()


def payer_id(policies: Sequence[PayerPolicy], name: str) -> str:
    """Return the id that stands for the payer in service days: that of the first version made.

    A later version must not make another service day of the same date.
    """
    return min(row.id for row in policies if row.name == name)


def policy_on(policies: Sequence[PayerPolicy], policy_id: str, day: date) -> PayerPolicy | None:
    """Return the row that holds on the day among those named like the episode's policy."""
    named = next((row for row in policies if row.id == policy_id), None)
    if named is None:
        return None
    in_force = [row for row in policies if row.name == named.name and row.effective_from <= day]
    return max(in_force, key=lambda row: row.effective_from, default=None)


def billed_by(policies: Sequence[PayerPolicy], day: ServiceDay) -> PayerPolicy | None:
    """Return the version by which a day was billed: a version told after that changed nothing of it."""
    at = day.revision["finalized_at"] if day.revision else None
    known = [row for row in policies if at is None or (wire_time(row.created_at) or "") <= at]
    this = (day.payer_policy_id, day.date_of_service)
    return policy_on(known, *this) or policy_on(policies, *this)


def payer_of(policy: PayerPolicy) -> str | dict[str, Any]:
    """Return the policy as billing's request wants it."""
    return {"extends": policy.extends, **policy.overrides} if policy.overrides else policy.extends


def terms_of(policy: PayerPolicy) -> Policy:
    """Return all that the policy says, what it does not override as it ships."""
    return read_policy({"extends": policy.extends, **policy.overrides})


def add_policy(session: Session, organization_id: str, told: dict[str, Any], now: datetime) -> PayerPolicy:
    """Keep a new version of a policy; raise Invalid or PolicyExists.

    What is final stays as it is. Days on or after its date that still wait are billed by it.
    """
    _check_overrides(told["extends"], told["overrides"])
    known = [row for row in policies_of(session, organization_id) if row.name == told["name"]]
    if any(row.effective_from == told["effective_from"] for row in known):
        raise PolicyExists("Give the new version another date.")
    row = PayerPolicy(id=uuid7(), organization_id=organization_id, created_at=now, **told)
    session.add(row)
    _mark_waiting(session, row, now)
    return row


def _check_overrides(extends: str, overrides: dict[str, Any]) -> None:
    if "extends" in overrides:
        raise Invalid("A policy extends what `extends` names.", pointer="/overrides/extends")
    try:
        read_policy({"extends": extends, **overrides}, "overrides")
    except RequestError as fault:
        raise Invalid(fault.detail, pointer=fault.pointer) from None


def _mark_waiting(session: Session, policy: PayerPolicy, now: datetime) -> None:
    waiting = select(ServiceDay.visit_ids).where(
        ServiceDay.organization_id == policy.organization_id,
        ServiceDay.policy_name == policy.name,
        ServiceDay.date_of_service >= policy.effective_from,
        ServiceDay.state != "final",
    )
    days = session.scalars(waiting).all()
    mark_all_due(session, (visit_id for visit_ids in days for visit_id in visit_ids), now)
