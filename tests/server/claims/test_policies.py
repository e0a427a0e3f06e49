"""Payer policies are dated: the one that holds on the date of service counts."""

from datetime import date

import pytest
from werkzeug.test import TestResponse

from server.audit.models import AuditRow
from server.claims.models import PayerPolicy
from server.claims.policies import payer_of, policies_of, policy_on
from server.db import db, transaction, uuid7
from tests.server.claims.days import LATER, Day
from tests.server.claims.desk import Desk
from tests.server.makers import NOW

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


def tell(desk: Desk, **changes: object) -> TestResponse:
    """Send a new version of Medicare's policy."""
    body = {
        "name": "medicare-part-b",
        "label": "Medicare Part B",
        "extends": "medicare-part-b",
        "overrides": {"therapy_modifier": False},
        "required_elements": ["purpose"],
        "effective_from": "2026-11-01",
        "citation": "The payer's manual, invented, page 3",
    }
    return desk.post("administrator", "/api/policies", body | changes)


def test_an_administrator_tells_a_new_version_and_the_history_stays(desk: Desk) -> None:
    told = tell(desk, effective_from="2026-12-01")

    assert told.status_code == 201, told.json
    rows = desk.get("biller", "/api/policies").get_json()["policies"]
    medicare = [row for row in rows if row["name"] == "medicare-part-b"]
    assert [(row["effective_from"], row["effective_until"]) for row in medicare] == [
        ("2022-01-01", "2026-11-30"),
        ("2026-12-01", None),
    ]
    assert [row["terms"]["therapy_modifier"] for row in medicare] == [True, False]
    assert told.json is not None
    assert told.json["policy"] == medicare[1]


def test_a_new_version_leaves_what_is_final_and_bills_what_waits(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        assert day.finalize().state == "final"

    assert tell(desk).status_code == 201

    with desk.inside() as day:
        day.finalize(LATER)
        assert len(day.revisions()) == 1
        day.visit({"97112": 8}, at=NOW)
        day.finalize(LATER)
        assert (len(day.revisions()), day.lines()) == (2, [("97112", 2, [])])


def test_a_new_version_lets_billing_look_again_at_days_that_wait(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24, "97150": 20})
        assert day.finalize().state == "held"

    assert tell(desk, overrides={"edits": "none"}).status_code == 201

    with desk.inside() as day:
        assert day.finalize(LATER).state == "final"


def test_a_version_of_the_same_date_is_refused(desk: Desk) -> None:
    assert tell(desk).status_code == 201

    again = tell(desk)

    assert (again.status_code, again.get_json()["type"]) == (409, "/problems/policy-exists")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"overrides": {"counting": "cms9"}}, "/overrides/counting"),
        ({"overrides": {"kx": 1}}, "/overrides/kx"),
        ({"overrides": {"surprise": 1}}, "/overrides/surprise"),
        ({"overrides": {"extends": "full-15"}}, "/overrides/extends"),
        ({"overrides": {"modifier_order": ["kx", "kx"]}}, "/overrides/modifier_order"),
    ],
)
def test_what_a_policy_overrides_is_read_strictly(
    desk: Desk, changes: dict[str, object], pointer: str
) -> None:
    answer = tell(desk, **changes)

    assert (answer.status_code, answer.get_json()["pointer"]) == (422, pointer)


@pytest.mark.parametrize(
    "changes",
    [
        {"extends": "medicare-part-c"},
        {"name": "Medicare Part B"},
        {"citation": ""},
        {"effective_from": "2021-12-31"},
        {"required_elements": ["nothing-known"]},
        {"surprise": 1},
    ],
)
def test_a_policy_that_is_not_whole_is_refused(desk: Desk, changes: dict[str, object]) -> None:
    assert tell(desk, **changes).status_code == 422


def test_telling_a_policy_is_noted(desk: Desk) -> None:
    tell(desk)

    with desk.inside():
        noted = db.session().query(AuditRow).filter(AuditRow.action == "policy.tell").one()
        assert noted.entity == "payer_policy"
