"""Appointments belong to a day of the clinic, and can be closed without a visit."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from server.claims.operations import days_of_visits
from server.db import transaction
from server.schedule.models import visit_id_of
from server.schedule.operations import appointments_of_days, find_appointment
from tests.server.makers import (
    NOW,
    Practice,
    make_appointment,
    make_clinic,
    make_clinician,
    make_practice,
    make_signature,
    make_visit,
)
from tests.server.signed_in import HEADERS, sign_in


def _type(answer: Any) -> str:
    return str(answer.json["type"])


@pytest.fixture
def practice(app: Flask) -> Practice:
    """A PT and a PTA who treat one patient."""
    with app.app_context(), transaction() as session:
        return make_practice(session)


@pytest.mark.both_databases
def test_the_clinics_zone_decides_the_day(app: Flask, practice: Practice) -> None:
    with app.app_context(), transaction() as session:
        east = make_appointment(session, practice.episode, starts_at=datetime(2026, 11, 24, 4, 0, tzinfo=UTC))
        far = make_clinic(session, practice.organization, time_zone="Pacific/Kiritimati")
        kiritimati = make_appointment(
            session, practice.episode, clinic_id=far.id, starts_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
        )
        make_appointment(session, practice.episode, starts_at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC))

        day = (practice.patient.id, date(2026, 11, 23))
        on_day = appointments_of_days(session, practice.organization.id, [day])

        assert on_day == {day: [kiritimati, east]}


@pytest.mark.both_databases
def test_an_appointment_knows_its_visits_id(app: Flask, practice: Practice) -> None:
    with app.app_context(), transaction() as session:
        appointment = make_appointment(session, practice.episode)

        assert appointment.visit_id == appointment.feed_data()["visit_id"] == visit_id_of(appointment.id)
        assert find_appointment(session, practice.organization.id, appointment.id, lock=True) is appointment
        assert find_appointment(session, practice.pt.id, appointment.id) is None


def test_a_days_list_shows_the_askers_patients(app: Flask, practice: Practice) -> None:
    with app.app_context(), transaction() as session:
        appointment = make_appointment(session, practice.episode)
        make_clinician(session, practice.organization, email="other@practice.example")

    mine: Any = sign_in(app, practice.pt.email).get("/api/appointments?date=2026-11-23").json
    theirs: Any = sign_in(app, "other@practice.example").get("/api/appointments?date=2026-11-23").json

    assert [(one["id"], one["patient_name"]) for one in mine["appointments"]] == [
        (appointment.id, "Odessa Sample")
    ]
    assert theirs == {"appointments": []}


@pytest.mark.parametrize("query", ["", "?date=yesterday"])
def test_a_day_that_is_none_is_refused(app: Flask, practice: Practice, query: str) -> None:
    answer = sign_in(app, practice.pt.email).get(f"/api/appointments{query}")

    assert (answer.status_code, _type(answer)) == (422, "/problems/invalid")


def test_a_missed_appointment_lets_the_days_other_visit_be_billed(app: Flask, practice: Practice) -> None:
    with app.app_context(), transaction() as session:
        missed = make_appointment(session, practice.episode, starts_at=NOW + timedelta(hours=3))
        morning = make_visit(session, practice.episode, practice.pt)
        make_signature(session, morning, practice.pt)

    answer = sign_in(app, practice.pt.email).post(
        f"/api/appointments/{missed.id}/close",
        json={"status": "missed", "reason": "No show"},
        headers=HEADERS,
    )

    assert answer.status_code == 204
    with app.app_context(), transaction() as session:
        found = find_appointment(session, practice.organization.id, missed.id)
        assert found is not None
        assert (found.status, found.reason, found.version) == ("missed", "No show", 2)
        [billed] = days_of_visits(session, [morning.id]).values()
        assert billed.state == "final"


def test_an_appointment_whose_visit_began_is_not_closed(app: Flask, practice: Practice) -> None:
    with app.app_context(), transaction() as session:
        kept = make_appointment(session, practice.episode)
        make_visit(session, practice.episode, practice.pt, id=kept.visit_id, appointment_id=kept.id)

    answer = sign_in(app, practice.pt.email).post(
        f"/api/appointments/{kept.id}/close", json={"status": "missed"}, headers=HEADERS
    )

    assert (answer.status_code, _type(answer)) == (409, "/problems/visit-began")


@pytest.mark.parametrize("body", [{"status": "kept"}, {}, {"status": "missed", "by": "me"}, {"status": None}])
def test_an_appointment_is_closed_only_as_cancelled_or_missed(
    app: Flask, practice: Practice, body: dict[str, object]
) -> None:
    with app.app_context(), transaction() as session:
        appointment = make_appointment(session, practice.episode)

    answer = sign_in(app, practice.pt.email).post(
        f"/api/appointments/{appointment.id}/close", json=body, headers=HEADERS
    )

    assert answer.status_code == 422


def test_somebody_elses_appointment_is_not_found(app: Flask, practice: Practice) -> None:
    with app.app_context(), transaction() as session:
        theirs = make_appointment(session, make_practice(session, name="Another Practice").episode)
        make_clinician(session, practice.organization, email="other@practice.example")
        mine = make_appointment(session, practice.episode)

    for email, appointment in ((practice.pt.email, theirs), ("other@practice.example", mine)):
        answer = sign_in(app, email).post(
            f"/api/appointments/{appointment.id}/close", json={"status": "missed"}, headers=HEADERS
        )
        assert answer.status_code == 404
