"""What the reception does: take in a patient with everything that a first visit needs, change precautions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.accounts.models import Clinician
from server.accounts.operations import clinicians_of, people_with_role
from server.claims.clock import today_of
from server.claims.policies import payer_id, policies_of, policy_on
from server.episodes.models import Episode
from server.episodes.operations import create_episode
from server.organizations.operations import clinics_of, has_clinic, time_zone_of
from server.patients.models import Patient
from server.patients.noting import note_change
from server.patients.operations import assign, create_patient, find_patient, patients_of
from server.problems import Invalid, NotFound, Problem
from server.schedule.operations import create_appointment

Told = dict[str, Any]
AT_HOME = "At home"
SO_LATE = timedelta(hours=12)


class PatientExists(Problem):
    """There is a patient of this name and birth date: it may be the same person."""

    status = 409
    type = "/problems/patient-exists"
    title = "There is a patient of this name and birth date"


class PatientChanged(Problem):
    """Somebody else has changed the patient meanwhile."""

    status = 409
    type = "/problems/patient-changed"
    title = "Somebody else has changed this patient"


def take_in(session: Session, organization_id: str, told: Told, by: str, now: datetime) -> Patient:
    """Make a patient with plan of care, care team and first appointment; raise Invalid or PatientExists."""
    _refuse_doubtful_birth(told["birth_date"], today_of(session, organization_id, now))
    if not told["although_known"]:
        _refuse_namesake(session, organization_id, told)
    people = treating(session, organization_id, told["episode"]["clinician_ids"], "/episode/clinician_ids")
    _check_lead(people[0], told["episode"]["discipline"])
    _check_policy(session, organization_id, told["episode"]["payer_policy_id"], now)
    first = told["appointment"]
    starts_at = start_of(session, organization_id, first, now, "/appointment") if first else None
    patient = create_patient(
        session,
        organization_id=organization_id,
        given_name=told["given_name"].strip(),
        family_name=told["family_name"].strip(),
        birth_date=told["birth_date"],
        precautions=told["precautions"],
        by=by,
        now=now,
    )
    session.flush()
    for one in people:
        assign(session, patient, one.id, since=now, by=by, now=now)
    episode = _episode(session, patient, told["episode"], by, now)
    session.flush()
    if starts_at is not None:
        _appointment(session, episode, told, starts_at, by, now)
    return patient


def change_precautions(
    session: Session, organization_id: str, patient_id: str, told: Told, by: str, now: datetime
) -> Patient:
    """Say anew what to mind with a patient; raise NotFound or PatientChanged."""
    patient = find_patient(session, organization_id, patient_id)
    if patient is None:
        raise NotFound
    if patient.version != told["version"]:
        raise PatientChanged("Look at the precautions as they are now, then change them.", pointer="/version")
    if patient.precautions != told["precautions"]:
        patient.precautions = told["precautions"]
        note_change(session, "patient.precautions", patient, patient.id, by=by, now=now)
    return patient


def choices(session: Session, organization_id: str, now: datetime) -> dict[str, list[Told]]:
    """Return whom, where and under which policy a new patient can be treated."""
    policies = policies_of(session, organization_id)
    today = today_of(session, organization_id, now)
    payers = sorted({payer_id(policies, row.name) for row in policies})
    labels = {each: policy_on(policies, each, today) for each in payers}
    return {
        "clinicians": [
            {"id": one.id, "name": one.name, "credentials": one.credentials, "discipline": one.discipline}
            for one in _who_treats(session, organization_id)
        ],
        "clinics": [{"id": one.id, "name": one.name} for one in clinics_of(session, organization_id)],
        "policies": [{"id": each, "label": row.label} for each, row in labels.items() if row is not None],
    }


def _who_treats(session: Session, organization_id: str) -> list[Clinician]:
    roles = ("therapist", "assistant")
    ids = {one for role in roles for one in people_with_role(session, organization_id, role)}
    return sorted(clinicians_of(session, ids).values(), key=lambda one: (one.name, one.id))


def _refuse_doubtful_birth(birth: date, today: date) -> None:
    if birth > today:
        raise Invalid("The birth date is in the future.", pointer="/birth_date")


def _refuse_namesake(session: Session, organization_id: str, told: Told) -> None:
    def key(given: str, family: str) -> tuple[str, str]:
        return given.strip().casefold(), family.strip().casefold()

    wanted = key(told["given_name"], told["family_name"])
    for one in patients_of(session, organization_id):
        if one.birth_date == told["birth_date"] and key(one.given_name, one.family_name) == wanted:
            raise PatientExists("Look whether it is the same person. Keep it again if it is another.")


def treating(session: Session, organization_id: str, ids: Sequence[str], pointer: str) -> list[Clinician]:
    """Return whom was chosen to treat, each once; raise Invalid."""
    known = {one.id: one for one in _who_treats(session, organization_id)}
    people = [known[each] for each in dict.fromkeys(ids) if each in known]
    if len(people) < len(set(ids)):
        raise Invalid("Somebody chosen does not treat here.", pointer=pointer)
    return people


def _check_lead(leads: Clinician, discipline: str) -> None:
    if leads.discipline != discipline or "therapist" not in leads.roles:
        article = "an" if discipline == "OT" else "a"
        says = f"Choose {article} {discipline} therapist first: the first one chosen leads."
        raise Invalid(says, pointer="/episode/clinician_ids")


def _check_policy(session: Session, organization_id: str, policy_id: str, now: datetime) -> None:
    policies = policies_of(session, organization_id)
    if policy_on(policies, policy_id, today_of(session, organization_id, now)) is None:
        raise Invalid("Choose a payer policy that is in force.", pointer="/episode/payer_policy_id")


def start_of(session: Session, organization_id: str, told: Told, now: datetime, within: str = "") -> datetime:
    """Return when an appointment starts, in UTC, by the clock of its clinic; raise Invalid."""
    clinic_id = told["clinic_id"]
    if clinic_id is not None and not has_clinic(session, organization_id, clinic_id):
        raise Invalid("There is no such clinic.", pointer=f"{within}/clinic_id")
    zone = ZoneInfo(time_zone_of(session, organization_id, clinic_id))
    starts_at = datetime.combine(told["day"], time.fromisoformat(told["time"]), zone).astimezone(UTC)
    if starts_at < now - SO_LATE:
        raise Invalid("The appointment is in the past.", pointer=f"{within}/day")
    return starts_at


def _episode(session: Session, patient: Patient, told: Told, by: str, now: datetime) -> Episode:
    columns = {name: value for name, value in told.items() if name != "clinician_ids"}
    return create_episode(
        session,
        patient,
        started_on=today_of(session, patient.organization_id, now),
        lead_clinician_id=told["clinician_ids"][0],
        by=by,
        now=now,
        **columns,
    )


def _appointment(
    session: Session, episode: Episode, told: Told, starts_at: datetime, by: str, now: datetime
) -> None:
    first = told["appointment"]
    create_appointment(
        session,
        episode,
        clinician_ids=list(dict.fromkeys(told["episode"]["clinician_ids"])),
        starts_at=starts_at,
        minutes=first["minutes"],
        clinic_id=first["clinic_id"],
        place=None if first["clinic_id"] else AT_HOME,
        by=by,
        now=now,
    )
