"""Appointments of a patient who is known: those to come, and making more of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.episodes.operations import episodes_of_patient, find_episode
from server.patients.models import Patient
from server.patients.operations import assign, find_patient
from server.problems import Invalid, NotFound
from server.reception.operations import AT_HOME, Told, start_of, treating
from server.schedule.operations import appointments_to_come, create_appointment


def booked(session: Session, organization_id: str, patient_id: str, now: datetime) -> dict[str, list[Any]]:
    """Return the plans of care and the appointments to come, by start; raise NotFound."""
    patient = _patient(session, organization_id, patient_id)
    return {
        "episodes": [
            {"id": one.id, "title": one.title, "discipline": one.discipline}
            for one in episodes_of_patient(session, patient.id)
            if one.ended_on is None
        ],
        "appointments": [
            {"id": one.id, **one.feed_data()} for one in appointments_to_come(session, patient.id, now)
        ],
    }


def book(
    session: Session, organization_id: str, patient_id: str, told: Told, by: str, now: datetime
) -> None:
    """Make an appointment in each of the weeks, at the same time by the clinic's clock; raise Invalid.

    Whoever treats gets the patient on the caseload, and so on the tablet.
    """
    patient = _patient(session, organization_id, patient_id)
    episode = find_episode(session, organization_id, told["episode_id"])
    if episode is None or episode.patient_id != patient.id:
        raise Invalid("Choose a plan of care of this patient.", pointer="/episode_id")
    people = treating(session, organization_id, told["clinician_ids"], "/clinician_ids")
    for one in people:
        assign(session, patient, one.id, since=now, by=by, now=now)
    for starts_at in _weekly(session, organization_id, told, now):
        create_appointment(
            session,
            episode,
            clinician_ids=[one.id for one in people],
            starts_at=starts_at,
            minutes=told["minutes"],
            clinic_id=told["clinic_id"],
            place=None if told["clinic_id"] else AT_HOME,
            by=by,
            now=now,
        )


def _weekly(session: Session, organization_id: str, told: Told, now: datetime) -> Iterator[datetime]:
    """Yield the starts in UTC: the same time by the clinic's clock, also when summer time ends between."""
    for week in range(told["weeks"]):
        yield start_of(session, organization_id, told | {"day": told["day"] + timedelta(weeks=week)}, now)


def _patient(session: Session, organization_id: str, patient_id: str) -> Patient:
    patient = find_patient(session, organization_id, patient_id)
    if patient is None:
        raise NotFound
    return patient
