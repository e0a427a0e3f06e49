"""A patient is taken in with all that a first visit needs, and reaches the tablets of who treats."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.audit.models import AuditRow
from server.claims.policies import policies_of
from server.db import db, sha256_hex, transaction, uuid7
from server.episodes.models import Episode
from server.patients.models import CareTeam, Patient
from server.schedule.models import Appointment
from tests.server.claims.desk import Desk, open_desk
from tests.server.makers import make_organization

Told = dict[str, Any]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A practice with somebody at each desk."""
    return open_desk(app)


def told(desk: Desk, **changes: Any) -> Told:
    """What is said of an invented patient; changes of the episode and the appointment by `episode__title`."""
    with desk.inside():
        organization_id = desk.practice.organization.id
        medicare = next(
            one.id for one in policies_of(db.session(), organization_id) if one.name == "medicare-part-b"
        )
    body: Told = {
        "given_name": " Pip ",
        "family_name": "Pretend",
        "birth_date": "1949-02-28",
        "precautions": ["Fall risk"],
        "episode": {
            "discipline": "PT",
            "title": "Balance after a fall",
            "diagnoses": [{"code": "R26.81", "label": "Unsteadiness on feet"}],
            "payer_policy_id": medicare,
            "frequency": "2 a week",
            "duration": "6 weeks",
            "clinician_ids": [desk.practice.pt.id, desk.practice.pta.id],
        },
        "appointment": {
            "day": "2099-11-27",
            "time": "09:30",
            "minutes": 45,
            "clinic_id": desk.practice.clinic.id,
        },
    }
    for name, value in changes.items():
        *way, last = name.split("__")
        at = body
        for step in way:
            at = at[step]
        at[last] = value
    return body


def take_in(desk: Desk, body: Told, who: str = "administrator") -> TestResponse:
    return desk.post(who, "/api/reception/patients", body)


@pytest.mark.both_databases
def test_a_patient_is_taken_in_with_plan_payer_team_and_appointment(desk: Desk) -> None:
    body = told(desk)

    made = take_in(desk, body).get_json()["patient"]

    assert (made["given_name"], made["precautions"]) == ("Pip", ["Fall risk"])
    with desk.inside():
        session = db.session()
        episode = session.scalars(select(Episode).where(Episode.patient_id == made["id"])).one()
        first = session.scalars(select(Appointment).where(Appointment.patient_id == made["id"])).one()
        team = session.scalars(select(CareTeam.clinician_id).where(CareTeam.patient_id == made["id"]))
        noted = session.scalars(select(AuditRow.action).where(AuditRow.patient_id == made["id"]))
        assert episode.payer_policy_id == body["episode"]["payer_policy_id"]
        assert episode.lead_clinician_id == desk.practice.pt.id
        assert first.starts_at == datetime(2099, 11, 27, 14, 30, tzinfo=UTC)  # 9:30 in New York
        assert (first.clinician_ids, first.place) == (body["episode"]["clinician_ids"], None)
        assert set(team) == set(body["episode"]["clinician_ids"])
        assert sorted(noted) == [
            "appointment.create", "care_team.assign", "care_team.assign", "episode.create", "patient.create",
        ]  # fmt: skip


def test_without_an_appointment_the_patient_waits_for_one(desk: Desk) -> None:
    made = take_in(desk, told(desk, appointment=None)).get_json()["patient"]

    with desk.inside():
        assert db.session.scalars(select(Appointment).where(Appointment.patient_id == made["id"])).all() == []


def test_the_same_name_and_birth_date_are_asked_about_once(desk: Desk) -> None:
    take_in(desk, told(desk))

    again = take_in(desk, told(desk, given_name="PIP"))
    another = take_in(desk, told(desk, given_name="PIP", although_known=True))

    assert (again.status_code, again.get_json()["type"]) == (409, "/problems/patient-exists")
    assert another.status_code == 201


WRONG: list[tuple[Told, str, str]] = [
    ({"given_name": "  "}, "given_name", "Write the given name."),
    ({"birth_date": "1849-02-28"}, "birth_date", "The year is not right."),
    ({"birth_date": "2098-01-01"}, "birth_date", "in the future"),
    ({"precautions": [" "]}, "precautions", "leave it out"),
    ({"episode__title": ""}, "title", "what the plan of care is for"),
    ({"episode__diagnoses": [{"code": "26.81", "label": "x"}]}, "code", "Not an ICD-10 code"),
    ({"episode__clinician_ids": []}, "clinician_ids", "Choose who treats."),
    ({"episode__clinician_ids": [uuid7()]}, "clinician_ids", "does not treat here"),
    ({"episode__discipline": "OT"}, "clinician_ids", "Choose an OT therapist first"),
    ({"episode__payer_policy_id": ""}, "payer_policy_id", "Choose a payer policy."),
    ({"birth_date": ""}, "birth_date", "Give the birth date."),
    ({"appointment__day": ""}, "day", "Choose the day."),
    ({"episode__payer_policy_id": uuid7()}, "payer_policy_id", "payer policy that is in force"),
    ({"episode__certified_from": "2026-12-01", "episode__certified_until": "2026-11-01"}, "certified_until",
     "ends before it begins"),
    ({"appointment__time": "25:00"}, "time", "09:30"),
    ({"appointment__day": "2020-11-27"}, "day", "in the past"),
    ({"appointment__day": "0001-01-01"}, "day", "The year is not right."),
    ({"appointment__day": "9999-12-31"}, "day", "The year is not right."),
    ({"episode__certified_from": "0001-01-01"}, "certified_from", "The year is not right."),
    ({"episode__certified_until": "9999-12-31"}, "certified_until", "The year is not right."),
    ({"episode__visits_planned": "12x"}, "visits_planned", "Write a whole number."),
    ({"appointment__minutes": None}, "minutes", "Write a whole number."),
    ({"precautions": ["a" * 201]}, "precautions", "At most 200 characters in a line."),
    ({"appointment__clinic_id": uuid7()}, "clinic_id", "no such clinic"),
    ({"contact": "x"}, "contact", "Unknown"),
]  # fmt: skip


def test_what_cannot_be_is_refused_in_words_and_makes_nobody(desk: Desk) -> None:
    for changes, field, says in WRONG:
        answer = take_in(desk, told(desk, **changes))

        problem = answer.get_json()
        assert answer.status_code == 422, changes
        assert field in json.dumps(problem), problem
        assert says in json.dumps(problem), problem
    with desk.inside():
        assert db.session.scalars(select(Patient.family_name)).all() == ["Sample"]


def test_a_therapist_of_the_discipline_leads_and_an_assistant_never_does(desk: Desk) -> None:
    therapist, assistant = desk.practice.pt.id, desk.practice.pta.id
    for chosen in ([assistant], [assistant, therapist]):
        answer = take_in(desk, told(desk, episode__clinician_ids=chosen))

        problem = answer.get_json()
        assert (answer.status_code, problem.get("pointer")) == (422, "/episode/clinician_ids")
        assert problem["detail"] == "Choose a PT therapist first: the first one chosen leads."
    assert take_in(desk, told(desk, episode__clinician_ids=[therapist])).status_code == 201


def test_nothing_of_another_organization_can_be_chosen(desk: Desk) -> None:
    with desk.inside(), transaction() as session:
        foreign = make_organization(session)
        policy_id = policies_of(session, foreign.id)[0].id

    assert take_in(desk, told(desk, episode__payer_policy_id=policy_id)).status_code == 422


def test_precautions_are_changed_by_who_saw_the_newest(desk: Desk) -> None:
    patient = desk.get("supervisor", "/api/reception").get_json()["patients"][0]
    way = f"/api/reception/patients/{patient['id']}/precautions"

    changed = desk.post("supervisor", way, {"version": patient["version"], "precautions": ["Sternal care"]})
    late = desk.post("administrator", way, {"version": patient["version"], "precautions": []})

    assert changed.get_json()["patient"]["precautions"] == ["Sternal care"]
    assert changed.get_json()["patient"]["version"] == patient["version"] + 1
    assert (late.status_code, late.get_json()["type"]) == (409, "/problems/patient-changed")
    with desk.inside():
        noted = db.session.scalars(select(AuditRow.action).where(AuditRow.entity_id == patient["id"]))
        assert "patient.precautions" in set(noted)


def test_the_page_offers_who_treats_and_the_policies_in_force(desk: Desk) -> None:
    page = desk.get("administrator", "/api/reception").get_json()

    assert {"Rowan Tester", "Jules Demo"} <= {one["name"] for one in page["clinicians"]}
    assert [one["label"] for one in page["policies"]].count("Medicare Part B") == 1
    assert [one["name"] for one in page["clinics"]] == ["Main"]


def test_who_saw_the_list_is_noted_with_how_many_stood_in_it_and_which(desk: Desk) -> None:
    take_in(desk, told(desk))
    shown = desk.get("administrator", "/api/reception").get_json()["patients"]

    with desk.inside():
        noted = db.session.scalars(select(AuditRow).where(AuditRow.action == "reception.list")).one()
        ids = ",".join(sorted(one["id"] for one in shown))
        assert json.loads(noted.fields) == [f"{len(shown)} patients", f"sha256 {sha256_hex(ids)}"]
        assert (len(shown), noted.patient_id) == (2, None)
