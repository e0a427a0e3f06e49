"""Making clinicians, finding whom an address belongs to, and changing what they sign in with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import audit
from server.access import ROLES
from server.accounts.attempts import forget_attempts
from server.accounts.models import Clinician, Credential
from server.accounts.second_factor import make_totp_secret
from server.accounts.sessions import end_sessions_of_clinician
from server.organizations.operations import get_organization
from server.secret import Secret

TOTP_USE = "totp"


class EmailTaken(ValueError):
    """Another clinician signs in with this address."""


class UnknownRole(ValueError):
    """A role that the policy table does not know."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is needed to check a sign-in, read without keeping a transaction open."""

    clinician_id: str
    organization_id: str
    password_hash: str
    totp_secret: str | None  # sealed


@dataclass(frozen=True, slots=True)
class NewClinician:
    """A clinician just made, and the secret for the authenticator app, shown once."""

    clinician: Clinician
    totp_secret: str | None


def create_clinician(
    session: Session,
    secret: Secret,
    *,
    organization_id: str,
    name: str,
    email: str,
    password_hash: str,
    credentials: str,
    roles: Sequence[str],
    discipline: str | None,
    now: datetime,
    clinician_id: str | None = None,
) -> NewClinician:
    """Make a clinician, with a second factor where the organization asks for one.

    The hash comes from `hash_password`, made before the transaction: it is slow on
    purpose. Raises EmailTaken and UnknownRole.
    """
    if not set(roles) <= ROLES or not roles:
        raise UnknownRole(", ".join(roles))
    address = normal_email(email)
    if session.scalar(select(Clinician.id).where(Clinician.email == address)):
        raise EmailTaken(address)
    clinician = Clinician(
        id=clinician_id or str(uuid4()),
        organization_id=organization_id,
        name=name,
        email=address,
        credentials=credentials,
        roles=sorted(roles),
        discipline=discipline,
        active=True,
        created_at=now,
    )
    session.add(clinician)
    session.flush()
    wants_code = get_organization(session, organization_id).second_factor
    totp_secret = make_totp_secret() if wants_code else None
    session.add(
        Credential(
            clinician_id=clinician.id,
            password_hash=password_hash,
            totp_secret=secret.seal(TOTP_USE, totp_secret.encode(), clinician.id) if totp_secret else None,
            totp_last_step=None,
        )
    )
    note(session, clinician, "clinician.create", now)
    return NewClinician(clinician, totp_secret)


def find_account(session: Session, email: str) -> Account | None:
    """Return the active account of an address."""
    row = session.execute(
        select(
            Clinician.id,
            Clinician.organization_id,
            Credential.password_hash,
            Credential.totp_secret,
        )
        .join(Credential, Credential.clinician_id == Clinician.id)
        .where(Clinician.email == normal_email(email), Clinician.active)
    ).one_or_none()
    return Account(*row) if row else None


def needs_code(session: Session, account: Account) -> bool:
    """Say whether the account's organization asks for a second factor."""
    return get_organization(session, account.organization_id).second_factor


def use_code_step(session: Session, clinician_id: str, step: int) -> bool:
    """Remember the step of a code; say False when it was used in the meantime."""
    unused = Credential.totp_last_step.is_(None) | (Credential.totp_last_step < step)
    used = session.execute(
        update(Credential)
        .where(Credential.clinician_id == clinician_id, unused)
        .values(totp_last_step=step)
        .returning(Credential.clinician_id)
    )
    return used.one_or_none() is not None


def get_clinician(session: Session, clinician_id: str) -> Clinician:
    """Return the clinician of an id that came from our own rows."""
    return session.get_one(Clinician, clinician_id)


def clinicians_of(session: Session, ids: Iterable[str]) -> dict[str, Clinician]:
    """Return clinicians by id: their names and credentials stand on the note."""
    found = session.scalars(select(Clinician).where(Clinician.id.in_(list(ids))))
    return {clinician.id: clinician for clinician in found}


def names_of(session: Session, organization_id: str) -> dict[str, str]:
    """Return the names of the organization's clinicians by id."""
    rows = session.execute(
        select(Clinician.id, Clinician.name).where(Clinician.organization_id == organization_id)
    )
    return {row.id: row.name for row in rows}


def people_with_role(session: Session, organization_id: str, role: str) -> list[str]:
    """Return the ids of the organization's active people who have the role."""
    active = (Clinician.organization_id == organization_id, Clinician.active)
    rows = session.execute(select(Clinician.id, Clinician.roles).where(*active).order_by(Clinician.id))
    return [row.id for row in rows if role in row.roles]


def titles_of(session: Session, organization_id: str) -> dict[str, str]:
    """Return how the organization's clinicians are called in writing, by id: "Jules Demo, PTA"."""
    rows = session.execute(
        select(Clinician.id, Clinician.name, Clinician.credentials).where(
            Clinician.organization_id == organization_id
        )
    )
    return {row.id: ", ".join(filter(None, (row.name, row.credentials))) for row in rows}


def store_password(session: Session, clinician_id: str, password_hash: str) -> None:
    """Replace the stored hash by one of the same password, made with today's settings."""
    session.get_one(Credential, clinician_id).password_hash = password_hash


def change_password(session: Session, clinician_id: str, password_hash: str, now: datetime) -> None:
    """Set another password, end all sessions, and open the account to attempts again."""
    clinician = get_clinician(session, clinician_id)
    store_password(session, clinician_id, password_hash)
    end_sessions_of_clinician(session, clinician_id, "password-changed", now)
    forget_attempts(session, clinician.email)
    note(session, clinician, "clinician.password", now)


def unlock(session: Session, email: str, now: datetime) -> Clinician | None:
    """Open an account again that failed attempts closed; None when nobody signs in with that address."""
    clinician = session.scalar(select(Clinician).where(Clinician.email == normal_email(email)))
    if clinician is not None:
        forget_attempts(session, clinician.email)
        note(session, clinician, "clinician.unlock", now)
    return clinician


def change_roles(session: Session, clinician_id: str, roles: Sequence[str], now: datetime) -> None:
    """Give a clinician other roles and end all sessions; raise UnknownRole."""
    if not set(roles) <= ROLES or not roles:
        raise UnknownRole(", ".join(roles))
    clinician = get_clinician(session, clinician_id)
    clinician.roles = sorted(roles)
    end_sessions_of_clinician(session, clinician_id, "roles-changed", now)
    note(session, clinician, "clinician.roles", now)


def deactivate(session: Session, clinician_id: str, now: datetime) -> None:
    """Close an account and end all its sessions. What the person recorded stays."""
    clinician = get_clinician(session, clinician_id)
    clinician.active = False
    end_sessions_of_clinician(session, clinician_id, "deactivated", now)
    note(session, clinician, "clinician.deactivate", now)


def clinician_json(clinician: Clinician) -> dict[str, Any]:
    """Return the clinician as the signed-in person sees it."""
    return {
        "id": clinician.id,
        "name": clinician.name,
        "email": clinician.email,
        "credentials": clinician.credentials,
        "roles": clinician.roles,
        "discipline": clinician.discipline,
    }


def normal_email(email: str) -> str:
    """Return the form in which addresses are kept and compared."""
    return email.strip().lower()


def note(
    session: Session, clinician: Clinician | Account, action: str, now: datetime, by: str | None = None
) -> None:
    """Note something about an account in the audit chain."""
    audit.note(
        session,
        organization_id=clinician.organization_id,
        clinician_id=by,
        device_id=None,
        action=action,
        entity="clinician",
        entity_id=clinician.clinician_id if isinstance(clinician, Account) else clinician.id,
        now=now,
    )
