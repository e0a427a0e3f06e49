"""Filling an empty database with the demo organization."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from server.access import Actor
from server.accounts.operations import create_clinician
from server.accounts.passwords import hash_password
from server.claims.policies import ship_policies
from server.config import Config
from server.db import db, transaction
from server.demo.activities import add_own_activities
from server.demo.billed import bill_past_visits, enter_amounts
from server.demo.calendar import ZONE, past_days, past_start, today
from server.demo.ids import CLINIC, ORGANIZATION, demo_id
from server.demo.patients import PATIENTS, Invented, Plan
from server.demo.people import PEOPLE
from server.demo.reviewed import review_past_visits
from server.demo.tablet import Tablet
from server.demo.today import get_episode, refresh, treating
from server.demo.visit import PastVisit
from server.devices.operations import enrol
from server.episodes.operations import add_goal, create_episode
from server.organizations.operations import (
    create_clinic,
    create_organization,
    get_organization,
    organization_ids,
)
from server.patients.operations import assign, create_patient
from server.reviews.operations import settle_due
from server.schedule.operations import create_appointment

NAME: Final = "Elm Street clinic"
PASSWORD: Final = "try-it-here-97112"  # noqa: S105 - it is printed at every start
BEGAN: Final = timedelta(days=45)
PAST_MINUTES: Final = 60


class NotEmpty(Exception):
    """The database holds an organization that is no demo: nothing was changed."""


def password_of(config: Config) -> str:
    """Return what the demo's people sign in with."""
    return config.demo_password or PASSWORD


def fill_or_refresh(config: Config, now: datetime) -> None:
    """Fill an empty database with the demo, or give one that has it today's appointments; raise NotEmpty.

    Call it inside the application.
    """
    session = db.session()
    ids = organization_ids(session)
    foreign = [id_ for id_ in ids if not get_organization(session, id_).demo]
    session.rollback()  # ends the read transaction
    if foreign:
        raise NotEmpty
    if not ids:
        _fill(config, now)
    refresh(now)


def _fill(config: Config, now: datetime) -> None:
    hashes = {person.key: hash_password(password_of(config)) for person in PEOPLE}
    visits: list[PastVisit] = []
    tablets = {person.key: Tablet(person, config.secret) for person in PEOPLE}
    with transaction() as session:
        _organization(session, config, hashes, now)
        policies = {name: row.id for name, row in ship_policies(session, ORGANIZATION).items()}
        session.flush()
        places: dict[str, int] = {}
        for patient in PATIENTS:
            add_patient(session, patient, policies, now)
            for plan in patient.plans:
                place = places.setdefault(plan.by.key, 0)
                places[plan.by.key] += 1
                visits += _past(session, patient, plan, place, tablets, now)
        enter_amounts(session, visits, now - BEGAN)
    for visit in sorted(visits, key=lambda one: one.starts_at):
        settle_due(visit.record())
    bill_past_visits(visits, now)
    review_past_visits(visits, now)


def _organization(session: Session, config: Config, hashes: dict[str, str], now: datetime) -> None:
    began = now - BEGAN
    create_organization(
        session,
        config.secret,
        name=NAME,
        time_zone=ZONE,
        second_factor=False,
        demo=True,
        organization_id=ORGANIZATION,
        now=began,
    )
    create_clinic(
        session,
        organization_id=ORGANIZATION,
        clinic_id=CLINIC,
        name=NAME,
        time_zone=ZONE,
        place_of_service="11",
        now=began,
    )
    session.flush()
    add_own_activities(session, began)
    for person in PEOPLE:
        clinician_id = demo_id("clinician", person.key)
        create_clinician(
            session,
            config.secret,
            organization_id=ORGANIZATION,
            clinician_id=clinician_id,
            name=person.name,
            email=person.email,
            password_hash=hashes[person.key],
            credentials=person.credentials,
            roles=person.roles,
            discipline=person.discipline,
            now=began,
        )
        actor = Actor(clinician_id, ORGANIZATION, frozenset(person.roles), None, "")
        if person.treats:
            device_id = demo_id("device", person.key)
            enrol(session, config.secret, actor, device_id=device_id, name="Demo tablet", now=began)


def add_patient(session: Session, patient: Invented, policies: dict[str, str], now: datetime) -> None:
    """Make a patient with episodes, goals and a care team, since before `now`; inside a transaction."""
    began = now - BEGAN
    row = create_patient(
        session,
        organization_id=ORGANIZATION,
        patient_id=demo_id("patient", patient.family_name),
        given_name=patient.given_name,
        family_name=patient.family_name,
        birth_date=patient.birth_date,
        precautions=patient.precautions,
        vital_limits={"systolic_max": patient.systolic_max} if patient.systolic_max else {},
        now=began,
    )
    session.flush()
    for plan in patient.plans:
        for person in (plan.by, *plan.with_):
            if person.treats:
                assign(session, row, demo_id("clinician", person.key), since=began, now=began)
        started_on = today(began, ZONE) + timedelta(days=10)
        episode = create_episode(
            session,
            row,
            episode_id=demo_id("episode", patient.family_name, plan.title),
            discipline=plan.by.discipline or "PT",
            title=plan.title,
            diagnoses=[dict(zip(("code", "label"), plan.diagnosis, strict=True))],
            payer_policy_id=policies[plan.policy],
            frequency=plan.frequency,
            duration=plan.duration,
            visits_planned=plan.planned,
            authorized_visits=plan.authorized_visits,
            authorized_until=started_on + timedelta(days=60) if plan.authorized_visits else None,
            started_on=started_on,
            certified_from=started_on,
            certified_until=started_on + timedelta(days=90),
            lead_clinician_id=demo_id("clinician", plan.by.key),
            now=began,
        )
        session.flush()
        aims = {line.goal[0]: (line.measure, line.goal[1]) for line in plan.measured if line.goal}
        for place, text in enumerate(plan.goals):
            measure, target = aims.get(place, (None, None))
            add_goal(
                session,
                episode,
                goal_id=demo_id("goal", patient.family_name, plan.title, place),
                number=place + 1,
                text=text,
                measure=measure,
                target=target,
                now=began,
            )


def _past(
    session: Session,
    patient: Invented,
    plan: Plan,
    place: int,
    tablets: dict[str, Tablet],
    now: datetime,
) -> list[PastVisit]:
    """Make the plan's past appointments; return the visits that are to be recorded in them."""
    visits: list[PastVisit] = []
    for number, day in enumerate(past_days(today(now, ZONE), plan.past)):
        starts_at = past_start(day, place)
        appointment = create_appointment(
            session,
            get_episode(session, patient, plan),
            appointment_id=demo_id("appointment", patient.family_name, plan.title, day),
            clinician_ids=[demo_id("clinician", person.key) for person in treating(plan)],
            starts_at=starts_at,
            minutes=PAST_MINUTES,
            clinic_id=None if plan.at_home else CLINIC,
            place="At home" if plan.at_home else None,
            now=starts_at - timedelta(days=7),
        )
        first = visits[0].first_visit if visits else (appointment.visit_id, day)
        visits.append(
            PastVisit(patient, plan, number, appointment.id, appointment.visit_id, starts_at, tablets, first)
        )
    return visits
