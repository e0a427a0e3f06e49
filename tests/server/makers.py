"""Makers of plainly invented rows, one function a table, with a sensible value for everything not said.

Call them inside `transaction()`. Each flushes, so that what is made next may refer to it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from server.access import Actor
from server.accounts.models import Clinician
from server.accounts.operations import create_clinician
from server.accounts.passwords import hash_password
from server.claims.policies import policies_of, ship_policies
from server.db import sha256_hex, uuid7
from server.devices.models import Device
from server.devices.operations import enrol
from server.episodes.models import Episode, Goal
from server.episodes.operations import add_goal, create_episode
from server.feed.models import Fed
from server.organizations.models import Clinic, Organization
from server.organizations.operations import create_clinic, create_organization
from server.patients.models import CareTeam, Patient
from server.patients.operations import assign, create_patient
from server.schedule.models import Appointment
from server.schedule.operations import create_appointment
from server.visits.models import Visit
from server.visits.record.models import Intervention, Measure, Response, Section, section_id_of
from server.visits.signing.models import Addendum, Signature
from server.visits.timing.models import Correction, Segment, Untimed
from tests.databases import SECRET

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
BEGAN = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
PASSWORD = "four plinths and a tilting board"
_HASHED = hash_password(PASSWORD)
Row = TypeVar("Row", bound=Fed)


@dataclass
class Practice:
    """An organization with one clinic, a PT, a PTA, and a patient whom both treat under one episode."""

    organization: Organization
    clinic: Clinic
    pt: Clinician
    pta: Clinician
    patient: Patient
    episode: Episode


def make_practice(session: Session, **changes: Any) -> Practice:
    """Make a whole small practice; `changes` go to the organization."""
    organization = make_organization(session, **changes)
    clinic = make_clinic(session, organization)
    pt = make_clinician(session, organization)
    pta = make_clinician(session, organization, name="Jules Demo", credentials="PTA", roles=["assistant"])
    patient = make_patient(session, organization)
    for clinician in (pt, pta):
        make_care_team(session, patient, clinician)
    return Practice(organization, clinic, pt, pta, patient, make_episode(session, patient))


def make_organization(session: Session, **changes: Any) -> Organization:
    """Make an organization in New York, with the policies that ship."""
    values: dict[str, Any] = {
        "name": "Invented Practice",
        "time_zone": "America/New_York",
        "second_factor": False,
    }
    organization = create_organization(session, SECRET, now=BEGAN, **values | changes)
    ship_policies(session, organization.id)
    session.flush()
    return organization


def make_clinic(session: Session, organization: Organization, **changes: Any) -> Clinic:
    """Make a clinic."""
    values: dict[str, Any] = {"name": "Main", "time_zone": "America/New_York", "place_of_service": "11"}
    clinic = create_clinic(session, organization_id=organization.id, now=BEGAN, **values | changes)
    session.flush()
    return clinic


def make_clinician(session: Session, organization: Organization, **changes: Any) -> Clinician:
    """Make a PT who signs in with PASSWORD."""
    values: dict[str, Any] = {
        "name": "Rowan Tester",
        "email": f"{uuid7()}@practice.example",
        "credentials": "PT",
        "roles": ["therapist"],
        "discipline": "PT",
    }
    made = create_clinician(
        session,
        SECRET,
        organization_id=organization.id,
        password_hash=_HASHED,
        now=BEGAN,
        **values | changes,
    )
    session.flush()
    return made.clinician


def make_device(session: Session, clinician: Clinician, **changes: Any) -> Device:
    """Enrol a tablet of the clinician."""
    actor = Actor(clinician.id, clinician.organization_id, frozenset(clinician.roles), None, uuid7())
    values: dict[str, Any] = {"device_id": uuid7(), "name": "Tablet"}
    device = enrol(session, SECRET, actor, now=BEGAN, **values | changes)
    session.flush()
    return device


def make_patient(session: Session, organization: Organization, **changes: Any) -> Patient:
    """Make a patient on nobody's caseload."""
    values: dict[str, Any] = {
        "given_name": "Odessa",
        "family_name": "Sample",
        "birth_date": date(1954, 3, 14),
        "precautions": ["Fall risk, stand on the left side"],
    }
    patient = create_patient(session, organization_id=organization.id, now=BEGAN, **values | changes)
    session.flush()
    return patient


def make_care_team(
    session: Session,
    patient: Patient,
    clinician: Clinician,
    *,
    since: datetime = BEGAN,
    until: datetime | None = None,
) -> CareTeam:
    """Put the patient on the clinician's caseload."""
    member = assign(session, patient, clinician.id, since=since, now=since)
    member.until = until
    session.flush()
    return member


def make_episode(session: Session, patient: Patient, **changes: Any) -> Episode:
    """Make an episode of PT paid by Medicare Part B."""
    values: dict[str, Any] = {
        "discipline": "PT",
        "title": "Balance after stroke",
        "diagnoses": [{"code": "R26.81", "label": "Unsteadiness on feet"}],
        "payer_policy_id": changes.pop("payer_policy_id", None)
        or _medicare(session, patient.organization_id),
        "frequency": "2 a week",
        "duration": "6 weeks",
        "visits_planned": 12,
        "started_on": date(2026, 1, 5),
        "certified_from": date(2026, 1, 5),
        "certified_until": date(2026, 12, 31),
    }
    episode = create_episode(session, patient, now=BEGAN, **values | changes)
    session.flush()
    return episode


def _medicare(session: Session, organization_id: str) -> str:
    return next(one.id for one in policies_of(session, organization_id) if one.name == "medicare-part-b")


def make_goal(session: Session, episode: Episode, **changes: Any) -> Goal:
    """Make a goal."""
    values: dict[str, Any] = {"number": 1, "text": "Stand on one leg for 10 seconds."}
    goal = add_goal(session, episode, now=BEGAN, **values | changes)
    session.flush()
    return goal


def make_appointment(session: Session, episode: Episode, **changes: Any) -> Appointment:
    """Make an appointment an hour before NOW."""
    values: dict[str, Any] = {"clinician_ids": [], "starts_at": NOW - timedelta(hours=1), "minutes": 60}
    status = changes.pop("status", "scheduled")
    appointment = create_appointment(session, episode, now=BEGAN, **values | changes)
    appointment.status = status
    session.flush()
    return appointment


def make_visit(session: Session, episode: Episode, clinician: Clinician, **changes: Any) -> Visit:
    """Make an open visit that began an hour before NOW."""
    values: dict[str, Any] = {
        "patient_id": episode.patient_id,
        "episode_id": episode.id,
        "appointment_id": None,
        "clinic_id": None,
        "place_of_service": "11",
        "started_at": NOW - timedelta(hours=1),
        "date_of_service": NOW.date(),
        "zone": "America/New_York",
        "start_fact": {"provenance": "timed"},
        "status": "open",
        "started_by": clinician.id,
        "flags": [],
    }
    return _add(session, Visit, episode.organization_id, values | changes)


def make_segment(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Segment:
    """Make a closed segment of 97112 over 24 minutes."""
    start = changes.get("started_at", visit.started_at)
    values: dict[str, Any] = {
        "code": "97112",
        "clinician_id": clinician.id,
        "performer": "therapist",
        "started_at": start,
        "ended_at": start + timedelta(minutes=24),
        "ended_because": "stop",
        "provenance": "timed",
        "end_provenance": "timed",
        "clock_offset_ms": 0,
        "flags": [],
    }
    return _add_to(session, Segment, visit, values | changes)


def make_correction(session: Session, segment: Segment, clinician: Clinician, **changes: Any) -> Correction:
    """Make a correction that removes the segment unless told otherwise."""
    values: dict[str, Any] = {
        "segment_id": segment.id,
        "visit_id": segment.visit_id,
        "patient_id": segment.patient_id,
        "remove": not changes,
        "reason": "other",
        "fact": {"provenance": "corrected"},
        "by": clinician.id,
        "at": NOW,
    }
    return _add(session, Correction, segment.organization_id, values | changes)


def make_untimed(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Untimed:
    """Make ten minutes of G0283."""
    values: dict[str, Any] = {
        "code": "G0283",
        "minutes": 10,
        "performer": "therapist",
        "provenance": "typed",
        "clinician_id": clinician.id,
        "at": NOW,
        "removed": False,
    }
    return _add_to(session, Untimed, visit, values | changes)


def make_intervention(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Intervention:
    """Make a complete intervention under 97112."""
    values: dict[str, Any] = {
        "code": "97112",
        "technique": "PNF",
        "regions": ["left lower extremity"],
        "purpose": "Single-leg stance",
        "frequency": "2 a week",
        "intensity": "moderate",
        "duration": "6 weeks",
        "dose": {"sets": 3, "reps": 10},
        "skilled_need": "Graded touch cues at the ankle.",
        "by": clinician.id,
        "at": NOW,
        "removed": False,
    }
    return _add_to(session, Intervention, visit, values | changes)


def make_response(
    session: Session, intervention: Intervention, clinician: Clinician, **changes: Any
) -> Response:
    """Make a response: tolerated well, better, progressed."""
    values: dict[str, Any] = {
        "intervention_id": intervention.id,
        "visit_id": intervention.visit_id,
        "patient_id": intervention.patient_id,
        "tolerance": "well",
        "quality": "better",
        "progression": "progressed",
        "by": clinician.id,
        "at": NOW,
    }
    return _add(session, Response, intervention.organization_id, values | changes)


def make_measure(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Measure:
    """Make a Berg balance score."""
    values: dict[str, Any] = {
        "measure": "Berg balance",
        "value": 44,
        "unit": "points",
        "trials": [],
        "by": clinician.id,
        "at": NOW,
    }
    return _add_to(session, Measure, visit, values | changes)


def make_section(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Section:
    """Make the plan section."""
    name = changes.get("section", "plan")
    values: dict[str, Any] = {
        "id": section_id_of(visit.id, name),
        "section": name,
        "text": "Next visit without the rail.",
        "by": clinician.id,
        "at": NOW,
    }
    return _add_to(session, Section, visit, values | changes)


def make_signature(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Signature:
    """Make a signature over invented bytes and set the visit signed."""
    content = changes.get("content", '{"note":"invented"}')
    values: dict[str, Any] = {
        "content": content,
        "sha256": sha256_hex(content),
        "signed_by": clinician.id,
        "name": clinician.name,
        "credentials": clinician.credentials,
        "meaning": "Treating therapist",
        "signed_at": NOW,
        "received_at": NOW,
        "clock_offset_ms": 0,
        "matches": True,
        "difference": [],
        "flags": [],
    }
    signature = _add_to(session, Signature, visit, values | changes)
    visit.status = "signed" if signature.matches else "sign-again"
    visit.signed_at = signature.signed_at if signature.matches else None
    session.flush()
    return signature


def make_addendum(session: Session, visit: Visit, clinician: Clinician, **changes: Any) -> Addendum:
    """Make an addendum."""
    values: dict[str, Any] = {
        "kind": "addendum",
        "text": "Four touch cues.",
        "by": clinician.id,
        "at": NOW,
        "received_at": NOW,
    }
    return _add_to(session, Addendum, visit, values | changes)


def _add_to(session: Session, model: type[Row], visit: Visit, values: dict[str, Any]) -> Row:
    of_visit = {"visit_id": visit.id, "patient_id": visit.patient_id}
    return _add(session, model, visit.organization_id, of_visit | values)


def _add(session: Session, model: type[Row], organization_id: str, values: dict[str, Any]) -> Row:
    row = model(**{"id": uuid7(), "organization_id": organization_id, "created_at": NOW} | values)
    session.add(row)
    session.flush()
    return row
