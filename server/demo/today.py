"""Today's appointments of the demo: made anew on each day on which it is started or running."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from server.db import db, transaction
from server.demo.calendar import slots, today
from server.demo.ids import CLINIC, ORGANIZATION, demo_id
from server.demo.patients import PATIENTS, Invented, Plan
from server.demo.people import SUPERVISOR, Person
from server.episodes.models import Episode
from server.episodes.operations import episodes_by_id
from server.organizations.operations import home_zone, organization_ids
from server.schedule.operations import appointments_of_organization, create_appointment, find_appointment
from server.visits.operations import close_appointment, find_visit

MINUTES: Final = 40
LOOK_BACK_DAYS: Final = 14
WENT_BY: Final = "The demo's day went by."


def refresh(now: datetime) -> bool:
    """Make today's appointments unless they are there; say whether anything was done.

    Does nothing where there is no demo. Appointments of earlier days that nobody opened are marked missed.
    """
    session = db.session()
    if ORGANIZATION not in organization_ids(session):
        session.rollback()  # ends the read transaction
        return False
    zone = home_zone(session, ORGANIZATION)
    day = today(now, zone)
    done = find_appointment(session, ORGANIZATION, _appointment_id(PATIENTS[0], day)) is not None
    session.rollback()
    if done:
        return False
    with transaction() as writing:
        _close_earlier(writing, day, now)
        for patient, plan, starts_at in _planned(now, zone):
            create_appointment(
                writing,
                get_episode(writing, patient, plan),
                appointment_id=_appointment_id(patient, day),
                clinician_ids=[demo_id("clinician", person.key) for person in treating(plan)],
                starts_at=starts_at,
                minutes=MINUTES,
                clinic_id=None if plan.at_home else CLINIC,
                place="At home" if plan.at_home else None,
                now=now,
            )
    return True


def treating(plan: Plan) -> list[Person]:
    """Return who stands in an appointment of the plan: who leads it, and who has a part in it."""
    parts = [done.by for done in plan.done if done.by is not None]
    joining = [person for person in plan.with_ if person == SUPERVISOR]
    return list(dict.fromkeys([plan.by, *parts, *joining]))


def get_episode(session: Session, patient: Invented, plan: Plan) -> Episode:
    """Return the episode of a plan."""
    episode_id = demo_id("episode", patient.family_name, plan.title)
    return episodes_by_id(session, [episode_id])[episode_id]


def _planned(now: datetime, zone: str) -> Iterator[tuple[Invented, Plan, datetime]]:
    """Give each clinician's plans a time, one after the other, around now."""
    plans: dict[str, list[tuple[Invented, Plan]]] = {}
    for patient in PATIENTS:
        for plan in patient.plans:
            plans.setdefault(plan.by.key, []).append((patient, plan))
    for own in plans.values():
        for (patient, plan), starts_at in zip(own, slots(now, len(own), zone), strict=True):
            yield patient, plan, starts_at


def _appointment_id(patient: Invented, day: date) -> str:
    return demo_id("today", patient.family_name, day)


def _close_earlier(session: Session, day: date, now: datetime) -> None:
    for back in range(1, LOOK_BACK_DAYS + 1):
        for one in appointments_of_organization(session, ORGANIZATION, day - timedelta(days=back)):
            if one.status == "scheduled" and find_visit(session, ORGANIZATION, one.visit_id) is None:
                close_appointment(session, one, "missed", WENT_BY, by=None, now=now)
