"""Who is on whose caseload, when, and that tablets are told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server.audit import AuditRow
from server.db import transaction
from server.feed.models import Change
from server.patients.operations import (
    assign,
    care_team,
    caseload,
    end_assignment,
    in_organization,
    on_caseload,
    patients_of,
)
from tests.server.makers import BEGAN, NOW, make_organization, make_patient, make_practice

pytestmark = pytest.mark.both_databases


def test_a_caseload_holds_from_since_up_to_until(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        practice = make_practice(session)
        end_assignment(session, practice.patient.id, practice.pt.id, until=NOW)

        assert caseload(session, practice.pt.id, BEGAN) == {practice.patient.id}
        assert caseload(session, practice.pt.id, BEGAN - timedelta(seconds=1)) == set()
        assert caseload(session, practice.pt.id, NOW - timedelta(seconds=1)) == {practice.patient.id}
        assert caseload(session, practice.pt.id, NOW) == set()
        assert on_caseload(session, practice.pta.id, practice.patient.id, NOW)
        assert not on_caseload(session, practice.pt.id, practice.patient.id, NOW)
        assert care_team(session, practice.patient.id, NOW) == [practice.pta.id]


def test_assigning_twice_keeps_one_running_assignment(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        practice = make_practice(session)

        again = assign(session, practice.patient, practice.pt.id, since=NOW, now=NOW)
        end_assignment(session, practice.patient.id, practice.pt.id, until=NOW)
        anew = assign(session, practice.patient, practice.pt.id, since=NOW, now=NOW)

        assert again.since == BEGAN
        assert anew.id != again.id


def test_gaining_and_losing_a_patient_reaches_the_clinicians_tablets(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        practice = make_practice(session)
        mine = f"clinician:{practice.pt.id}"
    with app.app_context(), transaction() as session:
        end_assignment(session, practice.patient.id, practice.pt.id, until=NOW)

    with app.app_context(), transaction() as session:
        change = session.scalars(select(Change).where(Change.scope == mine)).one()
        noted = session.scalars(select(AuditRow.action).where(AuditRow.entity == "care_team")).all()

    assert (change.entity, change.version) == ("care_team", 2)
    assert '"until":"2026-11-23T15:00:00.000Z"' in change.data
    assert sorted(noted) == ["care_team.assign", "care_team.assign", "care_team.end"]


def test_another_organizations_patient_is_not_one_of_ours(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        practice = make_practice(session)
        other = make_organization(session, name="Another Practice")
        stranger = make_patient(session, other)

        assert in_organization(session, practice.organization.id, practice.patient.id)
        assert not in_organization(session, practice.organization.id, stranger.id)
        assert patients_of(session, practice.organization.id) == [practice.patient]
