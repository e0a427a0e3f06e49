"""An appointment is missed, refused or held from the tablet; the day's other visits stop waiting for it."""

import pytest
from sqlalchemy.orm import Session

from server.db import uuid7
from server.visits.models import Visit
from server.visits.operations import clear_due, due_visits
from tests.server.makers import Practice, make_appointment, make_clinician, make_visit
from tests.server.visits.sending import faults, refusal, send

pytestmark = pytest.mark.both_databases
CLOSE = {"status": "refused", "reason": "Too tired after dialysis"}


@pytest.mark.parametrize(
    ("said", "status"),
    [("missed", "missed"), ("cancelled", "cancelled"), ("refused", "cancelled"), ("held", "cancelled")],
)
def test_closing_says_how_and_why_and_by_whom(
    session: Session, practice: Practice, said: str, status: str
) -> None:
    appointment = make_appointment(session, practice.episode)

    data = {**CLOSE, "status": said}
    closed = send(session, practice.pt, "appointment.close", appointment.id, data)

    assert (closed.status, closed.closed_as, closed.closed_by) == (status, said, practice.pt.id)
    assert closed.feed_data()["reason"] == CLOSE["reason"]
    assert send(session, practice.pt, "appointment.close", appointment.id, data) is closed


def test_the_days_other_visit_is_billed_without_it_and_waits_again_when_it_is_reopened(
    session: Session, practice: Practice, visit: Visit
) -> None:
    appointment = make_appointment(session, practice.episode)
    for due in due_visits(session):
        clear_due(session, due.visit_id, due.since)

    for kind, data in (("appointment.close", CLOSE), ("appointment.reopen", {})):
        send(session, practice.pt, kind, appointment.id, data)
        assert [due.visit_id for due in due_visits(session)] == [visit.id]
        clear_due(session, visit.id, due_visits(session)[0].since)

    assert (appointment.status, appointment.reason, appointment.closed_as) == ("scheduled", None, None)


def test_an_appointment_whose_visit_began_is_not_closed(session: Session, practice: Practice) -> None:
    kept = make_appointment(session, practice.episode)
    begun = make_visit(session, practice.episode, practice.pt, id=kept.visit_id, appointment_id=kept.id)

    assert refusal(session, practice.pt, "appointment.close", kept.id, CLOSE).type == "visit-began"
    send(session, practice.pt, "visit.void", begun.id, {"reason": "Refused at the door"})
    assert send(session, practice.pt, "appointment.close", kept.id, CLOSE).closed_as == "refused"


def test_a_colleagues_closing_is_not_overruled_unseen(session: Session, practice: Practice) -> None:
    appointment = make_appointment(session, practice.episode)
    send(session, practice.pta, "appointment.close", appointment.id, CLOSE)
    appointment.version = 2
    other = {**CLOSE, "status": "missed"}

    unseen = refusal(session, practice.pt, "appointment.close", appointment.id, other, base_version=1)
    assert unseen.type == "appointment-closed"
    assert refusal(session, practice.pt, "appointment.reopen", appointment.id, {}, base_version=1).type == (
        "appointment-closed"
    )
    seen = send(session, practice.pt, "appointment.close", appointment.id, other, base_version=2)
    assert seen.closed_as == "missed"


def test_only_who_treats_the_patient_closes(session: Session, practice: Practice) -> None:
    appointment = make_appointment(session, practice.episode)
    stranger = make_clinician(session, practice.organization, email="stranger@practice.example")

    assert refusal(session, stranger, "appointment.close", appointment.id, CLOSE).type == "not-on-caseload"
    assert refusal(session, practice.pt, "appointment.close", uuid7(), CLOSE).type == "no-such-appointment"


@pytest.mark.parametrize("data", [{}, {"status": "scheduled"}, {"status": "kept"}, {**CLOSE, "by": "me"}])
def test_a_closing_that_says_nothing_known_is_refused(data: dict[str, object]) -> None:
    assert faults("appointment.close", data)


def test_the_place_of_an_open_visit_is_put_right(session: Session, practice: Practice, visit: Visit) -> None:
    placed = send(session, practice.pt, "visit.place", visit.id, {"place_of_service": "12"})

    assert placed.feed_data()["place_of_service"] == "12"
    assert faults("visit.place", {"place_of_service": "home"})
