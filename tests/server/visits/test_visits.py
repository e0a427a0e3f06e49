"""A visit starts once, ends, and can be voided; it bears the clinic's date."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit import AuditRow
from server.db import uuid7, wire_time
from server.mutation import Conflict
from server.visits.models import BillingDue, Visit
from server.visits.operations import close_appointment, due_visits, unsigned_visits, visits_of_day
from tests.server.makers import (
    BEGAN,
    NOW,
    Practice,
    make_appointment,
    make_care_team,
    make_clinic,
    make_clinician,
    make_episode,
    make_patient,
    make_practice,
    make_signature,
    make_visit,
)
from tests.server.visits.sending import Data, refusal, send

pytestmark = pytest.mark.both_databases


def start_of(practice: Practice, **changes: object) -> Data:
    """Return the data of a visit that starts now."""
    values: Data = {
        "patient_id": practice.patient.id,
        "episode_id": practice.episode.id,
        "appointment_id": None,
        "place_of_service": "11",
        "started_at": "2026-11-23T14:00:00Z",
    }
    return values | changes


def test_a_visit_starts_with_the_clinics_date(session: Session, practice: Practice) -> None:
    late_evening = start_of(practice, started_at="2026-11-24T03:30:00Z")

    visit = send(session, practice.pt, "visit.start", uuid7(), late_evening)

    assert visit.date_of_service.isoformat() == "2026-11-23"
    assert (visit.status, visit.started_by, visit.zone) == ("open", practice.pt.id, "America/New_York")
    assert visit.flags == ["clock-ahead"]


def test_a_visit_that_starts_makes_its_day_due(session: Session, practice: Practice) -> None:
    """The day may be final already; from now on it waits for this visit."""
    id_ = uuid7()

    send(session, practice.pt, "visit.start", id_, start_of(practice))

    assert [due.visit_id for due in due_visits(session)] == [id_]


def test_the_date_is_that_of_the_corrected_clock(session: Session, practice: Practice) -> None:
    after_midnight = start_of(practice, started_at="2026-11-24T05:05:00Z")

    visit = send(session, practice.pt, "visit.start", uuid7(), after_midnight, clock_offset_ms=-600_000)

    assert visit.date_of_service.isoformat() == "2026-11-23"
    assert wire_time(visit.started_at) == "2026-11-24T05:05:00.000Z"


def test_a_clinic_in_another_zone_dates_its_visits(session: Session, practice: Practice) -> None:
    west = make_clinic(session, practice.organization, time_zone="America/Los_Angeles")
    data = start_of(practice, clinic_id=west.id, started_at="2026-11-23T07:30:00Z")

    visit = send(session, practice.pt, "visit.start", uuid7(), data)

    assert visit.date_of_service.isoformat() == "2026-11-22"


def test_two_tablets_that_open_an_appointment_meet_in_one_visit(session: Session, practice: Practice) -> None:
    appointment = make_appointment(session, practice.episode)
    data = start_of(practice, appointment_id=appointment.id)

    first = send(session, practice.pt, "visit.start", appointment.visit_id, data)
    second = send(
        session,
        practice.pta,
        "visit.start",
        appointment.visit_id,
        data | {"started_at": "2026-11-23T14:05:00Z"},
    )

    assert second is first
    assert (first.started_by, wire_time(first.started_at)) == (practice.pt.id, "2026-11-23T14:00:00.000Z")


def test_a_visit_of_an_appointment_has_the_derived_id(session: Session, practice: Practice) -> None:
    appointment = make_appointment(session, practice.episode)

    refused = refusal(
        session, practice.pt, "visit.start", uuid7(), start_of(practice, appointment_id=appointment.id)
    )

    assert refused.type == "visit-id-not-derived"


def test_a_started_visit_is_not_another_patients(session: Session, practice: Practice, visit: Visit) -> None:
    other = make_patient(session, practice.organization, given_name="Bertram")
    make_care_team(session, other, practice.pt)
    data = start_of(practice, patient_id=other.id, episode_id=make_episode(session, other).id)

    assert refusal(session, practice.pt, "visit.start", visit.id, data).type == "visit-exists"


def test_another_organizations_ids_are_unknown(session: Session, practice: Practice, visit: Visit) -> None:
    theirs = make_practice(session, name="Another Practice")
    appointment = make_appointment(session, theirs.episode)
    their_visit = make_visit(session, theirs.episode, theirs.pt)
    new = uuid7()

    def answer(entity: str = new, **changes: object) -> tuple[str, str | None]:
        refused = refusal(session, practice.pt, "visit.start", entity, start_of(practice, **changes))
        return refused.type, refused.pointer

    assert answer(patient_id=theirs.patient.id) == ("no-such-patient", "/data/patient_id")
    assert answer(episode_id=theirs.episode.id) == ("no-such-episode", "/data/episode_id")
    assert answer(clinic_id=theirs.clinic.id) == ("no-such-clinic", "/data/clinic_id")
    assert answer(appointment_id=appointment.id) == ("no-such-appointment", "/data/appointment_id")
    assert answer(entity=their_visit.id) == ("id-taken", "/entity")
    for kind, data in (
        ("visit.end", {"ended_at": "2026-11-23T15:00:00Z"}),
        ("visit.void", {"reason": "wrong patient"}),
        ("section.edit", {"section": "plan", "text": "x", "base_hash": "0" * 64}),
    ):
        assert refusal(session, practice.pt, kind, their_visit.id, data).type == "no-such-visit"


def test_an_episode_is_the_patients_own(session: Session, practice: Practice) -> None:
    other = make_episode(session, make_patient(session, practice.organization, given_name="Bertram"))

    refused = refusal(session, practice.pt, "visit.start", uuid7(), start_of(practice, episode_id=other.id))

    assert refused.type == "no-such-episode"


def test_work_begun_while_the_patient_was_on_the_caseload_is_taken(
    session: Session, practice: Practice
) -> None:
    former = make_clinician(session, practice.organization, name="Former Demo")
    make_care_team(session, practice.patient, former, until=NOW - timedelta(minutes=30))

    visit = send(session, former, "visit.start", uuid7(), start_of(practice))
    refused = refusal(
        session, former, "visit.start", uuid7(), start_of(practice, started_at="2026-11-23T14:45:00Z")
    )

    assert visit.started_by == former.id
    assert refused.type == "not-on-caseload"


def test_work_in_a_visit_begun_while_the_patient_was_on_the_caseload_is_taken(
    session: Session, practice: Practice, visit: Visit
) -> None:
    former = make_clinician(session, practice.organization, name="Former Demo")
    make_care_team(session, practice.patient, former, until=NOW - timedelta(minutes=30))
    later = make_visit(session, practice.episode, practice.pt, started_at=NOW - timedelta(minutes=20))
    edit = {"section": "plan", "text": "x", "base_hash": "0" * 64}

    assert send(session, former, "section.edit", visit.id, edit).by == former.id
    assert refusal(session, former, "section.edit", later.id, edit).type == "not-on-caseload"


@pytest.mark.parametrize("offset", [2**53, -(2**53)])
def test_an_offset_that_is_no_clocks_is_passed_over(
    session: Session, practice: Practice, offset: int
) -> None:
    visit = send(session, practice.pt, "visit.start", uuid7(), start_of(practice), clock_offset_ms=offset)

    assert (visit.date_of_service, visit.flags) == (NOW.date(), ["clock-skew"])


def test_the_end_moves_unless_a_colleague_moved_it_meanwhile(
    session: Session, practice: Practice, visit: Visit
) -> None:
    send(session, practice.pt, "visit.end", visit.id, {"ended_at": "2026-11-23T14:50:00Z"})
    send(session, practice.pt, "visit.end", visit.id, {"ended_at": "2026-11-23T14:55:00Z"})

    with pytest.raises(Conflict) as caught:
        send(session, practice.pta, "visit.end", visit.id, {"ended_at": "2026-11-23T15:00:00Z"})

    assert wire_time(visit.ended_at) == "2026-11-23T14:55:00.000Z"
    assert (caught.value.by, caught.value.theirs["ended_at"]) == (practice.pt.id, "2026-11-23T14:55:00.000Z")


def test_a_visit_ends_after_it_starts(session: Session, practice: Practice, visit: Visit) -> None:
    refused = refusal(session, practice.pt, "visit.end", visit.id, {"ended_at": wire_time(visit.started_at)})

    assert (refused.type, refused.pointer) == ("impossible-time", "/data/ended_at")


@pytest.mark.parametrize("signed", [False, True])
def test_a_visit_is_voided_with_its_reason_and_becomes_due(
    session: Session, practice: Practice, visit: Visit, signed: bool
) -> None:
    if signed:
        make_signature(session, visit, practice.pt)

    send(session, practice.pt, "visit.void", visit.id, {"reason": "Wrong patient"})
    send(session, practice.pt, "visit.void", visit.id, {"reason": "Said twice"})

    assert (visit.status, visit.void_reason) == ("void", "Wrong patient")
    assert [due.visit_id for due in due_visits(session)] == [visit.id]


def test_a_void_visit_takes_nothing_more(session: Session, practice: Practice, visit: Visit) -> None:
    send(session, practice.pt, "visit.void", visit.id, {"reason": "Wrong patient"})
    edit = {"section": "plan", "text": "x", "base_hash": "0" * 64}

    assert refusal(session, practice.pt, "section.edit", visit.id, edit).type == "visit-void"
    assert refusal(session, practice.pt, "visit.start", visit.id, start_of(practice)).type == "visit-void"


def test_an_appointment_that_is_missed_makes_the_days_visits_due(
    session: Session, practice: Practice, visit: Visit
) -> None:
    afternoon = make_appointment(session, practice.episode, starts_at=NOW + timedelta(hours=4))

    close_appointment(session, afternoon, "missed", "No show", by=practice.pt.id, now=NOW)

    assert (afternoon.status, afternoon.reason) == ("missed", "No show")
    assert session.get_one(BillingDue, visit.id).since == NOW


def test_a_mark_made_meanwhile_is_not_cleared(session: Session, practice: Practice, visit: Visit) -> None:
    from server.visits.operations import clear_due, mark_due

    mark_due(session, visit, NOW)
    session.flush()
    mark_due(session, visit, NOW + timedelta(seconds=1))
    session.flush()

    clear_due(session, visit.id, NOW)
    session.flush()
    assert len(due_visits(session)) == 1

    clear_due(session, visit.id, NOW + timedelta(seconds=1))
    session.flush()
    assert due_visits(session) == []


def test_visits_of_a_day_and_those_without_a_signature_are_found(
    session: Session, practice: Practice, visit: Visit
) -> None:
    earlier = make_visit(session, practice.episode, practice.pt, date_of_service=BEGAN.date())

    assert visits_of_day(session, practice.patient.id, NOW.date()) == [visit]
    assert unsigned_visits(session, NOW.date()) == [earlier]


def test_each_change_leaves_one_line_in_the_audit(session: Session, practice: Practice) -> None:
    id_ = uuid7()
    send(session, practice.pt, "visit.start", id_, start_of(practice))
    send(session, practice.pt, "visit.end", id_, {"ended_at": "2026-11-23T15:00:00Z"})

    session.commit()

    noted = session.scalars(select(AuditRow).where(AuditRow.entity_id == id_).order_by(AuditRow.seq)).all()
    assert [(row.action, row.patient_id, row.clinician_id) for row in noted] == [
        ("visit.start", practice.patient.id, practice.pt.id),
        ("visit.end", practice.patient.id, practice.pt.id),
    ]
