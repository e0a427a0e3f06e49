"""A therapist with a large caseload, for the benches of the tablet.

Made by the demo's own filling: every visit is timed, recorded and signed through sync, billed and put up for
review as a real one, so that the tablet pulls what it would pull. Ten patients a day, each on ten days.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from server.app import create_app
from server.claims.policies import policies_of
from server.config import Config
from server.db import db, transaction, utc_now
from server.demo.calendar import ZONE, past_days, past_start, slots, today
from server.demo.filling import add_patient, fill_or_refresh
from server.demo.ids import CLINIC, ORGANIZATION, demo_id
from server.demo.patients import PATIENTS, Invented, Plan
from server.demo.people import PEOPLE, PT, Person
from server.demo.tablet import Tablet
from server.demo.today import get_episode
from server.demo.visit import PastVisit
from server.jobs.work import sweep
from server.migrate import migrate
from server.schedule.operations import create_appointment
from server.sync.arrivals import acknowledged

PATIENTS_MORE: Final = 200
VISITS_EACH: Final = 10
A_DAY: Final = 10
TODAY: Final = 12
MINUTES: Final = 60
SINCE: Final = timedelta(days=320)


def fill(folder: Path, patients: int = PATIENTS_MORE, visits_each: int = VISITS_EACH) -> None:
    """Fill a data folder with the demo and this many more patients of its therapist."""
    config = Config.from_environment({"DATA": str(folder)})
    migrate(config)
    app = create_app(config)
    with app.app_context():
        now = utc_now()
        fill_or_refresh(config, now)
        tablets = {person.key: _tablet(person, config) for person in PEOPLE}
        more = list(_more(patients, visits_each))
        with transaction() as session:
            policies = {policy.name: policy.id for policy in policies_of(session, ORGANIZATION)}
            for patient in more:
                add_patient(session, patient, policies, now - SINCE)
        for visit in sorted(_planned(more, tablets, now), key=lambda one: one.starts_at):
            visit.record()
        sweep(db.session(), now)
        db.session.remove()
        db.engine.dispose()


def _tablet(person: Person, config: Config) -> Tablet:
    """The demo's tablet again: its numbers go on, or something would seem to be missing."""
    tablet = Tablet(person, config.secret)
    tablet.n = acknowledged(db.session(), tablet.device_id, tablet.clinician_id)
    db.session().rollback()  # ends the read transaction
    return tablet


def _more(count: int, visits_each: int) -> Iterator[Invented]:
    """Give patients with the demo's plans, under names of their own."""
    plans = [plan for one in PATIENTS for plan in one.plans if plan.by is PT and not plan.with_]
    for number in range(count):
        plan = plans[number % len(plans)]._replace(past=visits_each, planned=visits_each + 2)
        born = date(1931, 1, 1) + timedelta(days=97 * number)
        yield Invented("Case", f"Number{number:03}", born, ("Fall risk",), (plan,))


def _planned(patients: list[Invented], tablets: dict[str, Tablet], now: datetime) -> list[PastVisit]:
    """Make the past appointments, and those of today; return the visits to be recorded."""
    visits: list[PastVisit] = []
    coming = slots(now, TODAY, ZONE)
    with transaction() as session:
        for number, patient in enumerate(patients):
            plan = patient.plans[0]
            episode = get_episode(session, patient, plan)
            own = [(day, past_start(day, number % A_DAY)) for day in _days(number, plan, today(now, ZONE))]
            if number < TODAY:
                own.append((today(now, ZONE), coming[number]))
            for nth, (day, starts_at) in enumerate(own):
                appointment = create_appointment(
                    session,
                    episode,
                    appointment_id=demo_id("appointment", patient.family_name, day),
                    clinician_ids=[demo_id("clinician", PT.key)],
                    starts_at=starts_at,
                    minutes=MINUTES,
                    clinic_id=CLINIC,
                    place=None,
                    now=now - SINCE,
                )
                if nth < plan.past:
                    visits.append(
                        PastVisit(
                            patient, plan, nth, appointment.id, appointment.visit_id, starts_at, tablets
                        )
                    )
    return visits


def _days(number: int, plan: Plan, day: date) -> list[date]:
    """Every second weekday; the ten patients after these ten have the days between, and so on back."""
    pair, other = divmod(number // A_DAY, 2)
    return past_days(day, plan.past, first=1 + 2 * plan.past * pair + other)
