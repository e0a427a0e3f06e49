"""Making patients, keeping the care team, and who is on whose caseload."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from server.access import SEES_WHOLE_ORGANIZATION, Actor
from server.db import uuid7
from server.feed import Change
from server.patients.models import CareTeam, Patient
from server.patients.noting import note_change


class UnknownPatient(LookupError):
    """The organization has no such patient."""


def create_patient(
    session: Session,
    *,
    organization_id: str,
    given_name: str,
    family_name: str,
    birth_date: date,
    now: datetime,
    precautions: Iterable[str] = (),
    vital_limits: Mapping[str, int] | None = None,
    contact: str | None = None,
    patient_id: str | None = None,
    by: str | None = None,
) -> Patient:
    """Make a patient. Nobody has them on the caseload until `assign`."""
    patient = Patient(
        id=patient_id or uuid7(),
        organization_id=organization_id,
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        precautions=list(precautions),
        vital_limits=dict(vital_limits or {}),
        contact=contact,
        created_at=now,
    )
    session.add(patient)
    note_change(session, "patient.create", patient, patient.id, by=by, now=now)
    return patient


def find_patient(session: Session, organization_id: str, patient_id: str) -> Patient | None:
    """Return the organization's patient; None also for another organization's."""
    patient = session.get(Patient, patient_id)
    if patient is None or patient.organization_id != organization_id or patient.deleted_at is not None:
        return None
    return patient


def guard_patient(
    patient: Patient, *, precautions: Sequence[str], vital_limits: Mapping[str, int]
) -> None:
    """Say what to mind about a patient: all precautions, and the patient's own limits."""
    patient.precautions = list(precautions)
    patient.vital_limits = dict(vital_limits)


def get_patient(session: Session, organization_id: str, patient_id: str) -> Patient:
    """Return the organization's patient; raise UnknownPatient."""
    patient = find_patient(session, organization_id, patient_id)
    if patient is None:
        raise UnknownPatient(patient_id)
    return patient


def patients_of(session: Session, organization_id: str, ids: Iterable[str] | None = None) -> list[Patient]:
    """Return the organization's patients by name; only those of `ids` when given."""
    asked = select(Patient).where(Patient.organization_id == organization_id, Patient.deleted_at.is_(None))
    if ids is not None:
        asked = asked.where(Patient.id.in_(list(ids)))
    return list(session.scalars(asked.order_by(Patient.family_name, Patient.given_name, Patient.id)))


def visible_patients(session: Session, actor: Actor, now: datetime) -> list[Patient]:
    """Return the patients of whom the actor may know: the caseload, or the whole organization."""
    if actor.roles & SEES_WHOLE_ORGANIZATION:
        return patients_of(session, actor.organization_id)
    return patients_of(session, actor.organization_id, caseload(session, actor.clinician_id, now))


def assign(
    session: Session,
    patient: Patient,
    clinician_id: str,
    *,
    since: datetime,
    now: datetime,
    by: str | None = None,
) -> CareTeam:
    """Put the patient on the clinician's caseload; a running assignment is kept as it is."""
    for running in _memberships(session, clinician_id, patient.id):
        if running.until is None:
            return running
    member = CareTeam(
        id=uuid7(),
        organization_id=patient.organization_id,
        clinician_id=clinician_id,
        patient_id=patient.id,
        since=since,
        until=None,
        created_at=now,
    )
    session.add(member)
    note_change(session, "care_team.assign", member, patient.id, by=by, now=now)
    return member


def end_assignment(
    session: Session,
    patient_id: str,
    clinician_id: str,
    *,
    until: datetime,
    by: str | None = None,
) -> list[CareTeam]:
    """Take the patient off the clinician's caseload; return what ended."""
    running = [one for one in _memberships(session, clinician_id, patient_id) if one.until is None]
    for member in running:
        member.until = max(until, member.since)
        note_change(session, "care_team.end", member, patient_id, by=by, now=until)
    return running


def caseload(session: Session, clinician_id: str, at: datetime) -> set[str]:
    """Return the ids of the patients on the clinician's caseload at that instant."""
    asked = select(CareTeam.patient_id).where(
        CareTeam.clinician_id == clinician_id,
        CareTeam.deleted_at.is_(None),
        CareTeam.since <= at,
        or_(CareTeam.until.is_(None), CareTeam.until > at),
    )
    return set(session.scalars(asked))


class Assigned(NamedTuple):
    """An assignment without its row: a patient on a caseload, from `since` up to and without `until`."""

    patient_id: str
    since: datetime
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        """Say whether the patient was on the caseload at that instant."""
        return self.since <= at and (self.until is None or at < self.until)


_ASSIGNED = select(CareTeam.patient_id, CareTeam.since, CareTeam.until).where(
    CareTeam.clinician_id == bindparam("clinician_id"), CareTeam.deleted_at.is_(None)
)


def memberships(session: Session, clinician_id: str) -> list[Assigned]:
    """Return all assignments of a clinician, ended ones too. Every push asks."""
    return [Assigned(*row) for row in session.execute(_ASSIGNED, {"clinician_id": clinician_id})]


# Every pull asks: written once, since putting a statement together costs more than running it.
_IN_FEED = (
    select(Change.seq, CareTeam.patient_id, CareTeam.since, CareTeam.until, Change.deleted)
    .join(CareTeam, CareTeam.id == Change.entity_id)
    .where(
        Change.organization_id == bindparam("organization_id"),
        Change.scope == bindparam("scope"),
        Change.entity == CareTeam.feed_entity,
    )
)


def assignments_in_feed(
    session: Session, organization_id: str, clinician_id: str
) -> Sequence[Row[int, str, datetime, datetime | None, bool]]:
    """Return number in the feed, patient, since, until and deleted of all assignments of a clinician."""
    asked = {"organization_id": organization_id, "scope": f"clinician:{clinician_id}"}
    return session.execute(_IN_FEED, asked).all()


def care_team(session: Session, patient_id: str, at: datetime) -> list[str]:
    """Return the ids of the clinicians who have the patient on their caseload at that instant."""
    asked = select(CareTeam).where(CareTeam.patient_id == patient_id, CareTeam.deleted_at.is_(None))
    return sorted({member.clinician_id for member in session.scalars(asked) if member.covers(at)})


def in_organization(session: Session, organization_id: str, patient_id: str) -> bool:
    """Say whether the patient is one of the organization's."""
    return find_patient(session, organization_id, patient_id) is not None


def on_caseload(session: Session, clinician_id: str, patient_id: str, now: datetime) -> bool:
    """Say whether the patient is on the clinician's caseload at `now`."""
    return any(one.covers(now) for one in _memberships(session, clinician_id, patient_id))


def _memberships(session: Session, clinician_id: str, patient_id: str) -> list[CareTeam]:
    asked = select(CareTeam).where(
        CareTeam.clinician_id == clinician_id,
        CareTeam.patient_id == patient_id,
        CareTeam.deleted_at.is_(None),
    )
    return list(session.scalars(asked.order_by(CareTeam.since, CareTeam.id)))
