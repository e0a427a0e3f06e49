"""Pages about patients show the asker's own, and each leaves a line in the audit."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.audit import AuditRow
from server.db import transaction
from tests.server.makers import (
    Practice,
    make_clinician,
    make_episode,
    make_goal,
    make_patient,
    make_practice,
)
from tests.server.signed_in import sign_in


@pytest.fixture
def practice(app: Flask) -> Practice:
    """A practice with a second patient on nobody's caseload, a supervisor and a biller."""
    with app.app_context(), transaction() as session:
        made = make_practice(session)
        make_patient(session, made.organization, given_name="Bertram", family_name="Example")
        for role in ("supervisor", "biller", "administrator"):
            make_clinician(session, made.organization, email=f"{role}@practice.example", roles=[role])
        make_goal(session, made.episode)
    return made


def names(answer: Any) -> list[str]:
    """Return the family names of a list."""
    return [patient["family_name"] for patient in answer.json["patients"]]


def test_a_therapist_sees_the_caseload_and_a_supervisor_everybody(app: Flask, practice: Practice) -> None:
    assert names(sign_in(app, practice.pt.email).get("/api/patients")) == ["Sample"]
    for role in ("supervisor", "biller"):
        assert names(sign_in(app, f"{role}@practice.example").get("/api/patients")) == ["Example", "Sample"]
    assert sign_in(app, "administrator@practice.example").get("/api/patients").status_code == 403


def test_one_patient_is_shown_with_the_care_team_and_episodes(app: Flask, practice: Practice) -> None:
    client = sign_in(app, practice.pt.email)

    page: Any = client.get(f"/api/patients/{practice.patient.id}").json
    plan: Any = client.get(f"/api/patients/{practice.patient.id}/episodes").json

    assert page["patient"]["precautions"] == ["Fall risk, stand on the left side"]
    assert page["care_team"] == sorted([practice.pt.id, practice.pta.id])
    [episode] = plan["episodes"]
    assert (episode["title"], len(episode["goals"])) == ("Balance after stroke", 1)


@pytest.mark.parametrize("page", ["", "/episodes"])
def test_who_is_not_the_askers_is_not_found(app: Flask, practice: Practice, page: str) -> None:
    with app.app_context(), transaction() as session:
        foreign = make_practice(session, name="Another Practice")
        unassigned = make_patient(session, practice.organization)
        make_episode(session, unassigned)
    therapist, supervisor = sign_in(app, practice.pt.email), sign_in(app, "supervisor@practice.example")

    def status(client: Any, patient_id: str) -> int:
        code: int = client.get(f"/api/patients/{patient_id}{page}").status_code
        return code

    assert status(therapist, foreign.patient.id) == 404
    assert status(therapist, unassigned.id) == 404
    assert status(therapist, "no-such-id") == 404
    assert status(supervisor, unassigned.id) == 200
    assert status(supervisor, foreign.patient.id) == 404


def test_each_page_leaves_one_line_in_the_audit(app: Flask, practice: Practice) -> None:
    client = sign_in(app, practice.pt.email)
    client.get("/api/patients")
    client.get(f"/api/patients/{practice.patient.id}")
    client.get(f"/api/patients/{practice.patient.id}/episodes")
    client.get("/api/appointments?date=2026-11-23")

    with app.app_context(), transaction() as session:
        mine = select(AuditRow).where(AuditRow.clinician_id == practice.pt.id)
        read = mine.where(AuditRow.action.in_(_PAGES)).order_by(AuditRow.seq)
        rows = [(row.action, row.patient_id, row.fields) for row in session.scalars(read)]

    assert rows == [
        ("patient.list", None, f'["{practice.patient.id}"]'),
        ("patient.read", practice.patient.id, "[]"),
        ("episode.list", practice.patient.id, "[]"),
        ("appointment.list", None, "[]"),
    ]


_PAGES = ("patient.list", "patient.read", "episode.list", "appointment.list")
