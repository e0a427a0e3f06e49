"""Sessions: an opaque random value in a cookie, its hash in a row, ended on the server."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select, true, update
from sqlalchemy.orm import Session

from server.access import Actor, NotSignedIn
from server.accounts.models import Clinician, SignIn
from server.db import sha256_hex, uuid7
from server.problems import Problem

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)  # how exactly idleness is measured; finer would write on every request

DEVICE_REVOKED = "device-revoked"


class DeviceRevoked(Problem):
    """The tablet was revoked: it must seal its work and wipe the rest."""

    status = 401
    type = "/problems/device-revoked"
    title = "This tablet was revoked"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without a request, and at most."""

    idle: timedelta
    longest: timedelta


def start_session(
    session: Session, clinician: Clinician, limits: Limits, now: datetime, replaces: str | None = None
) -> str:
    """Start a session and return the cookie's value; end the one that the browser still showed."""
    if replaces:
        _end(session, SignIn.token_hash == sha256_hex(replaces), "replaced", now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        SignIn(
            id=uuid7(),
            token_hash=sha256_hex(token),
            organization_id=clinician.organization_id,
            clinician_id=clinician.id,
            device_id=None,
            started_at=now,
            last_seen_at=now,
            ends_at=now + limits.longest,
            ended_at=None,
            ended_because=None,
        )
    )
    return token


def find_actor(session: Session, token: str, limits: Limits, now: datetime) -> tuple[Actor, bool]:
    """Return who holds the cookie, and whether it is time to note that; raise NotSignedIn."""
    row = session.execute(_BY_TOKEN, {"token_hash": sha256_hex(token)}).one_or_none()
    if row is None:
        raise NotSignedIn
    _refuse_ended(row, limits, now)
    actor = Actor(row.clinician_id, row.organization_id, frozenset(row.roles), row.device_id, row.id)
    return actor, now - row.last_seen_at >= SEEN_EVERY


def note_seen(session: Session, session_id: str, now: datetime) -> None:
    """Note that the session was used."""
    session.execute(update(SignIn).where(SignIn.id == session_id).values(last_seen_at=now))


def bind_device(session: Session, session_id: str, device_id: str) -> None:
    """Note which device the session is on, so that revoking the device ends it."""
    session.execute(update(SignIn).where(SignIn.id == session_id).values(device_id=device_id))


def end_session(session: Session, session_id: str, now: datetime) -> None:
    """End one session: its cookie is worthless from the commit on."""
    _end(session, SignIn.id == session_id, "sign-out", now)


def end_sessions_of_clinician(session: Session, clinician_id: str, because: str, now: datetime) -> None:
    """End all sessions of a clinician: password or roles changed, or the account was closed."""
    _end(session, SignIn.clinician_id == clinician_id, because, now)


def end_sessions_of_device(session: Session, organization_id: str, device_id: str, now: datetime) -> None:
    """End all sessions on a revoked device."""
    here = (SignIn.organization_id == organization_id) & (SignIn.device_id == device_id)
    _end(session, here, DEVICE_REVOKED, now)


def end_all_sessions(session: Session, because: str, now: datetime) -> None:
    """End every session there is: those of a backup may be of people who were shut out since."""
    _end(session, true(), because, now)


_BY_TOKEN = (
    select(
        SignIn.id,
        SignIn.clinician_id,
        SignIn.organization_id,
        SignIn.device_id,
        SignIn.last_seen_at,
        SignIn.ends_at,
        SignIn.ended_at,
        SignIn.ended_because,
        Clinician.roles,
        Clinician.active,
    )
    .join(Clinician, Clinician.id == SignIn.clinician_id)
    .where(SignIn.token_hash == bindparam("token_hash"))
)


def _refuse_ended(row: Row[*tuple[Any, ...]], limits: Limits, now: datetime) -> None:
    if row.ended_because == DEVICE_REVOKED:
        raise DeviceRevoked
    if row.ended_at is not None or not row.active:
        raise NotSignedIn
    if now >= row.ends_at or now - row.last_seen_at >= limits.idle:
        raise NotSignedIn("The session has ended. Your work on this tablet is kept.")


def _end(session: Session, which: ColumnElement[bool], because: str, now: datetime) -> None:
    session.execute(
        update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=now, ended_because=because)
    )
