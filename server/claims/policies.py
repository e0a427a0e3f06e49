"""Payer policies of an organization: dated rows, chosen by the date of service.

A change is a new row of the same name with a later `effective_from`; what was finalized before stays as it
was.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.billing.policies import SHIPPED
from server.billing.request import FIRST_DATE
from server.claims.models import PayerPolicy
from server.db import uuid7

LABELS: Final = {
    "medicare-part-b": "Medicare Part B",
    "commercial-midpoint": "Commercial, midpoint of each code",
    "full-15": "Full 15 minutes a unit",
}


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


def policy_on(policies: Sequence[PayerPolicy], policy_id: str, day: date) -> PayerPolicy | None:
    """Return the row that holds on the day among those named like the episode's policy."""
    named = next((row for row in policies if row.id == policy_id), None)
    if named is None:
        return None
    in_force = [row for row in policies if row.name == named.name and row.effective_from <= day]
    return max(in_force, key=lambda row: row.effective_from, default=None)


def payer_of(policy: PayerPolicy) -> str | dict[str, Any]:
    """Return the policy as billing's request wants it."""
    return {"extends": policy.extends, **policy.overrides} if policy.overrides else policy.extends
