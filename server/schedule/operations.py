"""Making appointments, finding those of a day, and closing those that did not take place."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.db import uuid7
from server.episodes.models import Episode
from server.organizations.operations import time_zone_of, time_zones_of
from server.patients.noting import note_change
from server.schedule.models import CLOSINGS, Appointment

# A clinic's date lies within these hours of the same date in UTC, whatever its zone.
_WIDEST_ZONE = timedelta(hours=15)


def create_appointment(
    session: Session,
    episode: Episode,
    *,
    clinician_ids: Sequence[str],
    starts_at: datetime,
    minutes: int,
    now: datetime,
    clinic_id: str | None = None,
    place: str | None = None,
    appointment_id: str | None = None,
    by: str | None = None,
) -> Appointment:
    """Make an appointment under an episode; `minutes` is its planned length."""
    appointment = Appointment(
        id=appointment_id or uuid7(),
        organization_id=episode.organization_id,
        patient_id=episode.patient_id,
        episode_id=episode.id,
        clinic_id=clinic_id,
        clinician_ids=list(clinician_ids),
        starts_at=starts_at,
        minutes=minutes,
        status="scheduled",
        reason=None,
        place=place,
        created_at=now,
    )
    session.add(appointment)
    note_change(session, "appointment.create", appointment, episode.patient_id, by=by, now=now)
    return appointment


def find_appointment(
    session: Session, organization_id: str, appointment_id: str, *, lock: bool = False
) -> Appointment | None:
    """Return the organization's appointment; None also for another organization's.

    With `lock` its row is held until the end of the transaction (PostgreSQL): two tablets that open its
    visit at the same moment take turns.
    """
    appointment = session.get(
        Appointment, appointment_id, with_for_update=True if lock else None, populate_existing=lock
    )
    if appointment is None or appointment.organization_id != organization_id or appointment.deleted_at:
        return None
    return appointment


def appointments_of_days(
    session: Session, organization_id: str, days: Collection[tuple[str, date]]
) -> dict[tuple[str, date], list[Appointment]]:
    """Return the appointments of each patient whose clinic-zone date is that day, by start."""
    found: dict[tuple[str, date], list[Appointment]] = {day: [] for day in days}
    if found:
        patients = Appointment.patient_id.in_({patient_id for patient_id, _ in found})
        dates = [day for _, day in found]
        for day, one in _between(session, organization_id, min(dates), max(dates), patients):
            if (one.patient_id, day) in found:
                found[one.patient_id, day].append(one)
    return found


def appointments_of_organization(session: Session, organization_id: str, day: date) -> list[Appointment]:
    """Return all appointments of an organization whose clinic-zone date is `day`, by start."""
    return [one for at, one in _between(session, organization_id, day, day) if at == day]


def appointments_to_come(session: Session, patient_id: str, now: datetime) -> list[Appointment]:
    """Return the patient's appointments that start after `now`, by start; closed ones too."""
    asked = select(Appointment).where(
        Appointment.patient_id == patient_id, Appointment.deleted_at.is_(None), Appointment.starts_at > now
    )
    return list(session.scalars(asked.order_by(Appointment.starts_at, Appointment.id)))


def close_appointment(
    session: Session,
    appointment: Appointment,
    closed_as: str,
    reason: str | None,
    *,
    by: str | None,
    now: datetime,
) -> None:
    """Say that the appointment was missed, cancelled, refused or held; raises KeyError for another word.

    Call `visits.operations.close_appointment` instead: billing waits for it.
    """
    appointment.status = CLOSINGS[closed_as]
    appointment.reason = reason
    appointment.closed_as, appointment.closed_by, appointment.closed_at = closed_as, by, now
    note_change(session, f"appointment.{closed_as}", appointment, appointment.patient_id, by=by, now=now)


def reopen_appointment(session: Session, appointment: Appointment, *, by: str | None, now: datetime) -> None:
    """Expect the patient again. Call `visits.operations.reopen_appointment` instead: billing waits again."""
    appointment.status, appointment.reason = "scheduled", None
    appointment.closed_as = appointment.closed_by = appointment.closed_at = None
    note_change(session, "appointment.reopen", appointment, appointment.patient_id, by=by, now=now)


def day_of(session: Session, appointment: Appointment) -> date:
    """Return the clinic-zone date of the appointment's start."""
    zone = time_zone_of(session, appointment.organization_id, appointment.clinic_id)
    return appointment.starts_at.astimezone(ZoneInfo(zone)).date()


def _between(
    session: Session, organization_id: str, first: date, last: date, *whose: ColumnElement[bool]
) -> Iterator[tuple[date, Appointment]]:
    """Yield an organization's appointments near these dates, by start, each with its clinic-zone date."""
    asked = select(Appointment).where(
        *whose,
        Appointment.organization_id == organization_id,
        Appointment.deleted_at.is_(None),
        Appointment.starts_at >= datetime(first.year, first.month, first.day, tzinfo=UTC) - _WIDEST_ZONE,
        Appointment.starts_at
        < datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1) + _WIDEST_ZONE,
    )
    zones = time_zones_of(session, organization_id)
    for one in session.scalars(asked.order_by(Appointment.starts_at, Appointment.id)):
        yield one.starts_at.astimezone(ZoneInfo(zones[one.clinic_id])).date(), one
