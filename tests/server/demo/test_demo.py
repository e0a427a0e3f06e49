"""The demo organization: filled once through the real operations, given today's appointments on each day."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.app import create_app
from server.audit.models import AuditRow
from server.claims.models import PayerPolicy, ServiceDay
from server.config import Config
from server.db import db, transaction
from server.demo.calendar import ZONE, today
from server.demo.command import greeting
from server.demo.filling import NotEmpty, fill_or_refresh
from server.demo.ids import ORGANIZATION, demo_id
from server.demo.people import PEOPLE
from server.demo.today import refresh
from server.episodes.models import Episode, Goal
from server.organizations.models import Organization
from server.patients.models import Patient
from server.reviews.models import Comment, Review
from server.schedule.models import Appointment
from server.schedule.operations import appointments_of_organization
from server.visits.models import BillingDue, Visit
from server.visits.record.models import Intervention, Measure, Response
from server.visits.signing.models import Signature
from tests import databases
from tests.server.makers import make_organization
from tests.server.people import json_of, signed_in

NOW = datetime(2026, 11, 23, 14, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application over the filled demo, filled once for all tests that only read it."""
    folder = tmp_path_factory.mktemp("demo")
    url = databases.sqlite_copy(sqlite_template, folder)
    config = databases.config_for(folder / "data", url)
    app = create_app(config)
    with app.app_context():
        fill_or_refresh(config, NOW)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def inside(filled: Flask) -> Iterator[Flask]:
    """Be inside the filled demo."""
    with filled.app_context():
        yield filled


def count(model: Any) -> int:
    """Return how many rows there are."""
    rows: int = db.session().query(model).count()
    return rows


def todays(now: datetime) -> list[Appointment]:
    """Return the appointments of the clinic's date."""
    return appointments_of_organization(db.session(), ORGANIZATION, today(now, ZONE))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_everybody_signs_in_without_a_second_factor(filled: Flask, person: Any) -> None:
    whole = json_of(signed_in(filled, person.email, "try-it-here-97112").get("/api/session"))

    assert whole["clinician"]["name"] == person.name
    assert whole["organization"]["demo"] is True
    assert whole["organization"]["name"] == "Elm Street clinic"


def test_the_password_can_be_chosen(tmp_path: Path) -> None:
    config = Config(data_folder=tmp_path, secret=databases.SECRET, demo_password="seven quiet lamps at noon")

    assert "seven quiet lamps at noon" in greeting(config)[0]


def test_there_are_a_dozen_patients_over_the_three_policies(inside: Flask) -> None:
    names = {row.id: row.name for row in db.session().query(PayerPolicy)}
    policies = Counter(names[episode.payer_policy_id] for episode in db.session().query(Episode))

    assert count(Patient) >= 12
    assert set(policies) == {"medicare-part-b", "commercial-midpoint", "full-15"}
    assert min(policies.values()) >= 2


@pytest.mark.parametrize("key", ["pt", "pta", "ot", "home", "supervisor"])
def test_whoever_treats_has_appointments_today(inside: Flask, key: str) -> None:
    mine = [one for one in todays(NOW) if demo_id("clinician", key) in one.clinician_ids]

    assert mine
    assert {one.status for one in mine} == {"scheduled"}


def test_no_patient_is_expected_twice_today(inside: Flask) -> None:
    assert max(Counter(one.patient_id for one in todays(NOW)).values()) == 1


def test_nobody_is_expected_in_two_places_at_once(inside: Flask) -> None:
    starts: dict[str, list[datetime]] = {}
    for one in todays(NOW):
        starts.setdefault(one.clinician_ids[0], []).append(one.starts_at)

    for own in starts.values():
        gaps = [later - earlier for earlier, later in zip(sorted(own), sorted(own)[1:], strict=False)]
        assert all(gap >= timedelta(minutes=40) for gap in gaps)


def test_past_visits_are_signed_by_their_bytes_and_billed(inside: Flask) -> None:
    signatures = db.session().query(Signature).all()

    assert len(signatures) == count(Visit) >= 30
    assert all(one.matches and one.verified and not one.flags for one in signatures)
    assert Counter(row.state for row in db.session().query(ServiceDay))["held"] == 1
    assert count(BillingDue) == 0


def test_a_biller_finds_something_to_do(inside: Flask) -> None:
    held = db.session().query(ServiceDay).filter_by(state="held").one()
    results = [row.revision["result"] for row in db.session().query(ServiceDay) if row.revision]

    assert [one["who"] for one in held.waits_for] == ["Perrin Mockford, PT"]
    assert held.revision
    assert held.revision["number"] == 2
    assert any(row.submitted for row in db.session().query(ServiceDay))
    assert any(result["choices"] for result in results)
    assert "threshold-80" in {finding["id"] for result in results for finding in result["findings"]}


def test_assistants_minutes_give_a_line_of_their_own_for_medicare(inside: Flask) -> None:
    lines = [
        line
        for day in db.session().query(ServiceDay).filter_by(policy_name="medicare-part-b")
        for line in (day.revision or {})["result"]["lines"]
    ]

    assert any("CQ" in line["modifiers"] for line in lines)


def test_main_patients_show_progression(inside: Flask) -> None:
    patient_id = demo_id("patient", "Sample")
    baps = (
        db.session()
        .query(Intervention)
        .filter_by(patient_id=patient_id, technique="BAPS board")
        .order_by(Intervention.at)
        .all()
    )
    progressions = {row.progression for row in db.session().query(Response).filter_by(patient_id=patient_id)}

    assert [row.dose["level"] for row in baps] == sorted(row.dose["level"] for row in baps)
    assert baps[0].dose != baps[-1].dose
    assert progressions == {"maintained", "progressed", "regressed"}
    visits = Counter(row.patient_id for row in db.session().query(Visit))
    assert sum(1 for visits_of in visits.values() if visits_of >= 3) >= 9


def test_one_patients_chart_tells_a_story_of_measures_towards_its_goals(inside: Flask) -> None:
    patient_id = demo_id("patient", "Sample")
    taken = db.session().query(Measure).filter_by(patient_id=patient_id).order_by(Measure.at).all()
    times = [row.value for row in taken if row.measure == "tug"]
    goals = db.session().query(Goal).filter_by(patient_id=patient_id)

    assert len(times) == 8
    assert times[-1] == min(times) < times[0]
    assert {goal.measure: goal.target for goal in goals} == {"tug": "14 s", "single-leg-stance": "10 s"}


def test_reviews_wait_are_answered_and_accepted(inside: Flask) -> None:
    states = Counter(row.state for row in db.session().query(Review))

    assert states["waiting"] >= 3
    assert states["answered"] == count(Comment) == 1
    assert states["accepted"] > 10


def test_everything_is_in_the_audit_chain(inside: Flask) -> None:
    actions = {row.action for row in db.session().query(AuditRow)}

    assert {"visit.sign", "segment.start", "service-day.finalize", "review.accept"} <= actions


@pytest.mark.both_databases
def test_a_second_start_changes_nothing_and_a_later_day_adds_its_appointments(
    app: Flask, config: Config
) -> None:
    with app.app_context():
        fill_or_refresh(config, NOW)
        patients, visits, appointments = count(Patient), count(Visit), count(Appointment)
        expected = len(todays(NOW))

        fill_or_refresh(config, NOW + timedelta(hours=5))
        assert count(Appointment) == appointments

        later = NOW + timedelta(days=9)
        fill_or_refresh(config, later)

        assert (count(Patient), count(Visit)) == (patients, visits)
        assert len(todays(later)) == expected
        assert {one.status for one in todays(NOW)} == {"missed"}


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_today_is_never_empty_whatever_the_hour(filled: Flask, hour: int) -> None:
    now = NOW.replace(hour=hour) + timedelta(days=30 + hour)
    with filled.app_context():
        refresh(now)

        assert len(todays(now)) == 14


def test_another_organizations_database_is_not_touched(app: Flask, config: Config) -> None:
    with app.app_context():
        with transaction() as session:
            make_organization(session)

        with pytest.raises(NotEmpty):
            fill_or_refresh(config, NOW)

        assert count(Organization) == 1
        assert count(Patient) == 0
