"""Two invented practices with people and patients, for tests of sync."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session

from server.accounts.operations import create_clinician
from server.accounts.passwords import hash_password
from server.claims.policies import ship_policies
from server.config import config_of
from server.db import transaction
from server.episodes.operations import create_episode
from server.organizations.operations import create_clinic, create_organization
from server.patients.operations import assign, create_patient, end_assignment, find_patient
from server.secret import Secret

PASSWORD = "four plinths and a tilting board"
HASHED = hash_password(PASSWORD)
BEGAN = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
ROLES = {
    "pt": ("PT", ["therapist"], "PT"),
    "pta": ("PTA", ["assistant"], "PT"),
    "ot": ("OT", ["therapist"], "OT"),
    "supervisor": ("PT", ["supervisor"], "PT"),
    "biller": ("", ["biller"], None),
}


@dataclass
class Treated:
    """A patient and the episode that treatment belongs to."""

    patient_id: str
    episode_id: str


@dataclass
class Clinic:
    """One practice: ids of its people by their part, and its patients."""

    organization_id: str
    clinic_id: str
    domain: str
    people: dict[str, str] = field(default_factory=dict)
    patients: list[Treated] = field(default_factory=list)

    def email(self, part: str) -> str:
        """Return the address with which a person signs in."""
        return f"{part}@{self.domain}"


def make_clinic(app: Flask, *, patients: int = 2, parts: tuple[str, ...] = tuple(ROLES)) -> Clinic:
    """Make a practice whose PT and PTA have all patients on the caseload; the others have none."""
    secret = config_of(app).secret
    with app.app_context(), transaction() as session:
        clinic = _organization(session, secret)
        for part in parts:
            credentials, roles, discipline = ROLES[part.rstrip("0123456789")]
            made = create_clinician(
                session,
                secret,
                organization_id=clinic.organization_id,
                name=f"{part.title()} Example",
                email=clinic.email(part),
                password_hash=HASHED,
                credentials=credentials,
                roles=roles,
                discipline=discipline,
                now=BEGAN,
            )
            clinic.people[part] = made.clinician.id
        session.flush()
        _patients(session, clinic, patients)
    return clinic


def _organization(session: Session, secret: Secret) -> Clinic:
    organization = create_organization(
        session,
        secret,
        name="Invented Practice",
        time_zone="America/New_York",
        second_factor=False,
        now=BEGAN,
    )
    place = create_clinic(
        session,
        organization_id=organization.id,
        name="Main",
        time_zone="America/New_York",
        place_of_service="11",
        now=BEGAN,
    )
    return Clinic(organization.id, place.id, f"{organization.id}.example")


def _patients(session: Session, clinic: Clinic, count: int) -> None:
    policies = ship_policies(session, clinic.organization_id)
    session.flush()
    for number in range(count):
        patient = create_patient(
            session,
            organization_id=clinic.organization_id,
            given_name="Plainly",
            family_name=f"Invented {number}",
            birth_date=date(1950, 1, 1) + timedelta(days=number),
            now=BEGAN,
        )
        session.flush()
        episode = create_episode(
            session,
            patient,
            discipline="PT",
            title="Balance",
            payer_policy_id=policies["medicare-part-b"].id,
            frequency="2 a week",
            duration="6 weeks",
            started_on=date(2026, 1, 5),
            now=BEGAN,
        )
        clinic.patients.append(Treated(patient.id, episode.id))
        for part, clinician_id in clinic.people.items():
            if part.startswith("pt"):
                assign(session, patient, clinician_id, since=BEGAN, now=BEGAN)


def gain(app: Flask, clinic: Clinic, part: str, patient_id: str, *, since: datetime = BEGAN) -> None:
    """Put a patient on somebody's caseload."""
    with app.app_context(), transaction() as session:
        patient = find_patient(session, clinic.organization_id, patient_id)
        assert patient is not None
        assign(session, patient, clinic.people[part], since=since, now=datetime.now(UTC))


def lose(app: Flask, clinic: Clinic, part: str, patient_id: str, *, until: datetime | None = None) -> None:
    """Take a patient off somebody's caseload, now unless said otherwise."""
    with app.app_context(), transaction() as session:
        end_assignment(session, patient_id, clinic.people[part], until=until or datetime.now(UTC))


def new_id() -> str:
    """Return an id as a tablet makes one."""
    return str(uuid4())
