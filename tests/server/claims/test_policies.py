"""Payer policies are dated: the one that holds on the date of service counts."""

from datetime import date

import pytest

from server.claims.models import PayerPolicy
from server.claims.policies import payer_of, policies_of, policy_on
from server.db import db, transaction, uuid7
from tests.server.claims.days import Day

pytestmark = pytest.mark.both_databases


def change_medicare(day: Day, effective_from: date, **overrides: object) -> None:
    """Make another row of the policy, from a date on."""
    with transaction() as session:
        session.add(
            PayerPolicy(
                id=uuid7(),
                organization_id=day.practice.organization.id,
                name="medicare-part-b",
                label="Medicare Part B",
                extends="medicare-part-b",
                overrides=overrides,
                required_elements=[],
                effective_from=effective_from,
                citation="invented",
            )
        )


def test_three_policies_ship_with_an_organization(day: Day) -> None:
    rows = policies_of(db.session(), day.practice.organization.id)

    assert [row.name for row in rows] == ["commercial-midpoint", "full-15", "medicare-part-b"]
    assert all(row.citation for row in rows)
    assert [payer_of(row) for row in rows] == [row.name for row in rows]


def test_a_change_holds_from_its_date_on(day: Day) -> None:
    change_medicare(day, date(2026, 12, 1), therapy_modifier=False)
    rows = policies_of(db.session(), day.practice.organization.id)
    policy_id = day.practice.episode.payer_policy_id

    before, after = (policy_on(rows, policy_id, date(2026, month, 5)) for month in (11, 12))

    assert before is not None
    assert after is not None
    assert (payer_of(before), payer_of(after)) == (
        "medicare-part-b",
        {"extends": "medicare-part-b", "therapy_modifier": False},
    )


def test_a_changed_policy_bills_the_days_from_its_date_on(day: Day) -> None:
    change_medicare(day, date(2026, 11, 1), therapy_modifier=False)
    day.visit({"97112": 24})

    day.finalize()

    assert day.lines() == [("97112", 2, [])]


def test_no_policy_holds_before_the_first(day: Day) -> None:
    rows = policies_of(db.session(), day.practice.organization.id)

    assert policy_on(rows, day.practice.episode.payer_policy_id, date(2021, 12, 31)) is None
    assert policy_on(rows, uuid7(), date(2026, 11, 5)) is None
