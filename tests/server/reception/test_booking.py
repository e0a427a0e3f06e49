"""Appointments of a patient who is known are made week after week, and reach whoever treats."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.audit.models import AuditRow
from server.db import db, transaction, uuid7
from server.patients.models import CareTeam
from tests.server.claims.desk import Desk, open_desk
from tests.server.makers import make_clinician, make_practice

Told = dict[str, Any]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A practice with somebody at each desk."""
    return open_desk(app)


def told(desk: Desk, **changes: Any) -> Told:
    """What is said of an appointment."""
    practice = desk.practice
    body: Told = {
        "episode_id": practice.episode.id,
        "clinician_ids": [practice.pt.id],
        "day": "2099-10-22",
        "time": "09:30",
        "minutes": 45,
        "clinic_id": practice.clinic.id,
        "weeks": 3,
    }
    return body | changes


def way(desk: Desk) -> str:
    return f"/api/reception/patients/{desk.practice.patient.id}/appointments"


@pytest.mark.both_databases
def test_the_same_time_by_the_clinics_clock_in_each_week_also_after_summer_time(desk: Desk) -> None:
    made = desk.post("administrator", way(desk), told(desk, weeks=3))

    assert made.status_code == 201
    starts = [one["starts_at"] for one in made.get_json()["appointments"]]
    assert starts == [
        "2099-10-22T13:30:00.000Z", "2099-10-29T13:30:00.000Z", "2099-11-05T14:30:00.000Z",
    ]  # fmt: skip
    assert desk.get("supervisor", way(desk)).get_json() == made.get_json()
    with desk.inside():
        noted = list(db.session().scalars(select(AuditRow.action).order_by(AuditRow.seq)))
        assert noted.count("appointment.create") == 3
        assert noted[-1] == "appointment.list"


def test_whoever_treats_gets_the_patient(desk: Desk) -> None:
    with desk.app.app_context(), transaction() as session:
        newcomer = make_clinician(session, desk.practice.organization, roles=["therapist"]).id

    desk.post("administrator", way(desk), told(desk, clinician_ids=[newcomer], clinic_id=None, weeks=1))

    with desk.inside():
        team = db.session().scalars(
            select(CareTeam.clinician_id).where(CareTeam.patient_id == desk.practice.patient.id)
        )
        assert newcomer in set(team)
    (one,) = desk.get("administrator", way(desk)).get_json()["appointments"]
    assert (one["place"], one["clinician_ids"]) == ("At home", [newcomer])


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"episode_id": uuid7()}, "episode_id", "plan of care of this patient"),
        ({"clinician_ids": [uuid7()]}, "clinician_ids", "does not treat here"),
        ({"clinician_ids": []}, "clinician_ids", "Choose who treats."),
        ({"clinic_id": uuid7()}, "clinic_id", "no such clinic"),
        ({"day": "2020-01-01"}, "day", "in the past"),
        ({"weeks": 0}, "weeks", "Must be"),
        ({"weeks": 27}, "weeks", "Must be"),
        ({"minutes": 3}, "minutes", "Must be"),
        ({"time": "9.30"}, "time", "09:30"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    desk: Desk, changes: Told, field: str, says: str
) -> None:
    answer = desk.post("administrator", way(desk), told(desk, **changes))

    assert answer.status_code == 422
    assert field in answer.text
    assert says in answer.text
    assert desk.get("administrator", way(desk)).get_json()["appointments"] == []


def test_another_organizations_patient_is_not_found(desk: Desk) -> None:
    with desk.app.app_context(), transaction() as session:
        foreign = make_practice(session).patient.id

    answer = desk.post("administrator", f"/api/reception/patients/{foreign}/appointments", told(desk))

    assert answer.status_code == 404
