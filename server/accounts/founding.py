"""Founding another organization: its first clinic and its first administrator, with a second factor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.access import ADMINISTRATOR
from server.accounts.operations import create_clinician
from server.accounts.second_factor import provisioning_address
from server.organizations.operations import create_clinic, create_organization
from server.secret import Secret

OFFICE = "11"  # place of service code


@dataclass(frozen=True, slots=True)
class Founded:
    """What the operator hands to the first administrator, once."""

    organization_id: str
    totp_secret: str
    totp_address: str


def found_organization(
    session: Session,
    secret: Secret,
    *,
    name: str,
    time_zone: str,
    administrator: str,
    email: str,
    password_hash: str,
    now: datetime,
) -> Founded:
    """Make the organization; raise UnknownTimeZone or EmailTaken."""
    organization = create_organization(
        session, secret, name=name, time_zone=time_zone, second_factor=True, now=now
    )
    create_clinic(
        session,
        organization_id=organization.id,
        name=name,
        time_zone=time_zone,
        place_of_service=OFFICE,
        now=now,
    )
    made = create_clinician(
        session,
        secret,
        organization_id=organization.id,
        name=administrator,
        email=email,
        password_hash=password_hash,
        credentials="",
        roles=[ADMINISTRATOR],
        discipline=None,
        now=now,
    )
    totp_secret = made.totp_secret or ""
    return Founded(organization.id, totp_secret, provisioning_address(totp_secret, made.clinician.email))
