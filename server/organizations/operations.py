"""Making organizations and clinics, and what a signed-in clinician is told of theirs."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server import audit
from server.feed import open_clock
from server.organizations.keys import make_outbox_keys
from server.organizations.models import Clinic, Organization
from server.secret import Secret

OFFLINE_LEASE_HOURS = 72


class UnknownTimeZone(ValueError):
    """The name is not an IANA time zone."""


def create_organization(
    session: Session,
    secret: Secret,
    *,
    name: str,
    time_zone: str,
    second_factor: bool,
    now: datetime,
    demo: bool = False,
    organization_id: str | None = None,
) -> Organization:
    """Make an organization with its key pair, its feed and its audit chain; raise UnknownTimeZone."""
    check_time_zone(time_zone)
    new_id = organization_id or str(uuid4())
    keys = make_outbox_keys(secret, new_id)
    organization = Organization(
        id=new_id,
        name=name,
        time_zone=time_zone,
        offline_lease_hours=OFFLINE_LEASE_HOURS,
        outbox_public_key=keys.public,
        outbox_private_key=keys.private_sealed,
        second_factor=second_factor,
        demo=demo,
        created_at=now,
    )
    session.add(organization)
    session.flush()
    open_clock(session, new_id)
    audit.note(
        session,
        organization_id=new_id,
        clinician_id=None,
        device_id=None,
        action="organization.create",
        entity="organization",
        entity_id=new_id,
        now=now,
    )
    return organization


def create_clinic(
    session: Session,
    *,
    organization_id: str,
    name: str,
    time_zone: str,
    place_of_service: str,
    now: datetime,
    clinic_id: str | None = None,
) -> Clinic:
    """Make a clinic; raise UnknownTimeZone."""
    check_time_zone(time_zone)
    clinic = Clinic(
        id=clinic_id or str(uuid4()),
        organization_id=organization_id,
        name=name,
        time_zone=time_zone,
        place_of_service=place_of_service,
        created_at=now,
    )
    session.add(clinic)
    return clinic


def get_organization(session: Session, organization_id: str) -> Organization:
    """Return the organization of somebody who is signed in."""
    return session.get_one(Organization, organization_id)


_ZONE = select(Organization.time_zone).where(Organization.id == bindparam("organization_id"))


def home_zone(session: Session, organization_id: str) -> str:
    """Return the organization's own time zone, and read no more of it: every push asks."""
    return session.execute(_ZONE, {"organization_id": organization_id}).scalar_one()


def clinics_of(session: Session, organization_id: str) -> list[Clinic]:
    """Return the organization's clinics, by name."""
    mine = select(Clinic).where(Clinic.organization_id == organization_id, Clinic.deleted_at.is_(None))
    return list(session.scalars(mine.order_by(Clinic.name, Clinic.id)))


def has_clinic(session: Session, organization_id: str, clinic_id: str) -> bool:
    """Say whether the clinic is one of the organization's."""
    clinic = session.get(Clinic, clinic_id)
    return clinic is not None and clinic.organization_id == organization_id


def time_zone_of(session: Session, organization_id: str, clinic_id: str | None) -> str:
    """Return the zone that dates a visit: the clinic's, else the organization's (a visit at home)."""
    clinic = session.get(Clinic, clinic_id) if clinic_id else None
    return (clinic or get_organization(session, organization_id)).time_zone


def time_zones_of(session: Session, organization_id: str) -> dict[str | None, str]:
    """Return the zones that date the organization's visits, by clinic; None stands for a visit at home."""
    clinics = select(Clinic.id, Clinic.time_zone).where(Clinic.organization_id == organization_id)
    zones: dict[str | None, str] = {row.id: row.time_zone for row in session.execute(clinics)}
    return {**zones, None: get_organization(session, organization_id).time_zone}


def organization_ids(session: Session) -> list[str]:
    """Return the ids of all organizations, in one fixed order."""
    return list(session.scalars(select(Organization.id).order_by(Organization.id)))


def organization_json(organization: Organization) -> dict[str, Any]:
    """Return the organization as `GET /api/session` shows it."""
    return {"id": organization.id, "demo": organization.demo} | organization.feed_data()


def check_time_zone(name: str) -> None:
    """Raise UnknownTimeZone unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise UnknownTimeZone(name) from None
