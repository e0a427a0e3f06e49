"""Billing pages: for billers and supervisors of the organization, and nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.audit.models import AuditRow
from server.claims.operations import finalize_due
from server.db import db, transaction
from tests.server.claims.days import Day, nothing_follows
from tests.server.makers import NOW, PASSWORD, make_clinician, make_practice
from tests.server.people import json_of, signed_in


@pytest.fixture
def day(app: Flask) -> Day:
    """A finalized day, and a held one of another date."""
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
            for role in ("biller", "supervisor", "administrator", "therapist"):
                make_clinician(session, practice.organization, roles=[role], email=f"{role}@practice.example")
            make_clinician(
                session, make_practice(session).organization, roles=["biller"], email="biller@other.example"
            )
        day = Day(practice)
        day.visit({"97112": 24})
        finalize_due(NOW, nothing_follows)
    return day


def client_of(app: Flask, who: str) -> FlaskClient:
    """Return a client in which one of the people is signed in."""
    return signed_in(app, who if "@" in who else f"{who}@practice.example", PASSWORD)


def test_a_biller_sees_the_days_with_names_and_lines(app: Flask, day: Day) -> None:
    rows = json_of(client_of(app, "biller").get("/api/service-days"))["service_days"]

    assert [(row["patient_name"], row["birth_date"], row["state"]) for row in rows] == [
        ("Odessa Sample", "1954-03-14", "final")
    ]
    assert rows[0]["revision"]["result"]["lines"][0]["units"] == 2


@pytest.mark.parametrize(
    ("query", "count"),
    [("state=final", 1), ("state=held", 0), ("date=2026-11-23", 1), ("date=2026-11-22", 0)],
)
def test_the_list_is_narrowed_by_state_and_date(app: Flask, day: Day, query: str, count: int) -> None:
    answer = client_of(app, "supervisor").get(f"/api/service-days?{query}")

    assert len(json_of(answer)["service_days"]) == count


@pytest.mark.parametrize("query", ["state=lost", "date=tomorrow", "surprise=1"])
def test_a_malformed_question_is_refused(app: Flask, day: Day, query: str) -> None:
    assert client_of(app, "biller").get(f"/api/service-days?{query}").status_code == 422


def test_one_day_shows_every_revision_with_its_question(app: Flask, day: Day) -> None:
    client = client_of(app, "biller")
    day_id = json_of(client.get("/api/service-days"))["service_days"][0]["id"]

    whole = json_of(client.get(f"/api/service-days/{day_id}"))

    assert whole["service_day"]["id"] == day_id
    assert [one["number"] for one in whole["revisions"]] == [1]
    assert whole["revisions"][0]["request"]["services"][0]["code"] == "97112"


def test_another_organization_sees_nothing(app: Flask, day: Day) -> None:
    day_id = json_of(client_of(app, "biller").get("/api/service-days"))["service_days"][0]["id"]
    stranger = client_of(app, "biller@other.example")

    assert json_of(stranger.get("/api/service-days"))["service_days"] == []
    assert stranger.get(f"/api/service-days/{day_id}").status_code == 404


def test_therapists_do_not_get_billing_pages(app: Flask, day: Day) -> None:
    client = client_of(app, "therapist")

    assert client.get("/api/service-days").status_code == 403
    assert client.get("/api/policies").status_code == 403


def test_policies_are_for_billers_supervisors_and_administrators(app: Flask, day: Day) -> None:
    for who in ("biller", "supervisor", "administrator"):
        policies = json_of(client_of(app, who).get("/api/policies"))["policies"]
        assert [row["name"] for row in policies] == ["commercial-midpoint", "full-15", "medicare-part-b"]


def test_each_reading_is_noted_with_what_was_read(app: Flask, day: Day) -> None:
    client = client_of(app, "biller")
    day_id = json_of(client.get("/api/service-days"))["service_days"][0]["id"]
    client.get(f"/api/service-days/{day_id}")

    with app.app_context():
        actions = ("service-days.list", "service-day.read")
        noted = db.session().query(AuditRow).filter(AuditRow.action.in_(actions)).order_by(AuditRow.seq)
        rows = [(row.action, row.entity_id, row.fields) for row in noted]
    assert rows == [("service-days.list", None, f'["{day_id}"]'), ("service-day.read", day_id, "[]")]
