"""Enrolling, recognizing and revoking tablets."""

import base64
import os
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from server import audit
from server.access import Actor, NotSignedIn
from server.accounts.operations import names_of
from server.accounts.sessions import bind_device, end_sessions_of_device
from server.db import wire_time
from server.devices.models import Device
from server.notifications.operations import forget_device
from server.problems import NotFound, Problem
from server.secret import Secret

_DEVICE = cast(Table, Device.__table__)
# Past the mapped class, and written once: a push is no place to put a statement together anew.
_HEARD_FROM = (
    update(_DEVICE)
    .where(_DEVICE.c.id == bindparam("device"), _DEVICE.c.clinician_id == bindparam("clinician"))
    .values(last_seen_at=bindparam("last_seen_at"), acked_n=bindparam("acked_n"))
)
_REVOKED = select(_DEVICE.c.revoked_at).where(
    _DEVICE.c.id == bindparam("device"), _DEVICE.c.clinician_id == bindparam("clinician")
)
HALF_BYTES = 32
MOST_DEVICES = 50  # of one clinician, unrevoked: enough for any clinic, a stop for a script
HALF_USE = "device half"
UPLOAD_USE = "sealed upload"


class DeviceRevoked(Problem):
    """The tablet was revoked: it must seal its work and wipe the rest."""

    status = 403
    type = "/problems/device-revoked"
    title = "This tablet was revoked"


class DeviceUnknown(Problem):
    """The clinician never enrolled this tablet."""

    status = 403
    type = "/problems/device-unknown"
    title = "This tablet is not enrolled"


class TooManyDevices(Problem):
    """The clinician has enrolled more tablets than anybody has."""

    status = 409
    type = "/problems/too-many-devices"
    title = "Too many tablets"


def enrol(
    session: Session, secret: Secret, actor: Actor, *, device_id: str, name: str, now: datetime
) -> Device:
    """Enrol the tablet for whoever is signed in, or find it again; raise DeviceRevoked."""
    device = session.get(Device, (device_id, actor.clinician_id), with_for_update=True)
    if device is None:
        device = _new(session, secret, actor, device_id, name, now)
        action = "device.enrol"
    elif device.revoked_at is not None:
        raise DeviceRevoked
    else:
        device.name, device.last_seen_at = name, now
        action = "device.release"  # of the server's half
    bind_device(session, actor.session_id, device_id)
    _note(session, actor, action, device_id, now)
    return device


def _new(session: Session, secret: Secret, actor: Actor, device_id: str, name: str, now: datetime) -> Device:
    mine = select(func.count()).where(Device.clinician_id == actor.clinician_id, Device.revoked_at.is_(None))
    if (session.scalar(mine) or 0) >= MOST_DEVICES:
        raise TooManyDevices("Ask your administrator to revoke the ones you no longer use.")
    device = Device(
        id=device_id,
        clinician_id=actor.clinician_id,
        organization_id=actor.organization_id,
        name=name,
        server_half=secret.seal(HALF_USE, os.urandom(HALF_BYTES), _bound(device_id, actor.clinician_id)),
        enrolled_at=now,
        last_seen_at=now,
        revoked_at=None,
        acked_n=0,
        last_version=None,
    )
    session.add(device)
    return device


def server_half(secret: Secret, device: Device) -> str:
    """Return the server's half of an unrevoked device's key, base64url; raise DeviceRevoked."""
    if device.revoked_at is not None:
        raise DeviceRevoked
    half = secret.open(HALF_USE, device.server_half, _bound(device.id, device.clinician_id))
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def require_device(session: Session, clinician_id: str, device_id: str) -> Device:
    """Return the clinician's device; raise DeviceUnknown or DeviceRevoked."""
    device = enrolled_device(session, clinician_id, device_id)
    if device.revoked_at is not None:
        raise DeviceRevoked
    return device


def check_device(session: Session, clinician_id: str, device_id: str) -> None:
    """Raise DeviceUnknown or DeviceRevoked; cheaper than `require_device` where the row is not wanted."""
    row = session.execute(_REVOKED, {"device": device_id, "clinician": clinician_id}).one_or_none()
    if row is None:
        raise DeviceUnknown("Sign in on this tablet again.")
    if row.revoked_at is not None:
        raise DeviceRevoked


def enrolled_device(session: Session, clinician_id: str, device_id: str) -> Device:
    """Return the clinician's device, also a revoked one; raise DeviceUnknown."""
    device = session.get(Device, (device_id, clinician_id))
    if device is None:
        raise DeviceUnknown("Sign in on this tablet again.")
    return device


def device_in(session: Session, organization_id: str, clinician_id: str, device_id: str) -> Device:
    """Return the organization's device of that clinician, also a revoked one; raise NotFound."""
    device = session.get(Device, (device_id, clinician_id))
    if device is None or device.organization_id != organization_id:
        raise NotFound
    return device


def device_name(session: Session, clinician_id: str, device_id: str) -> str | None:
    """Return what people call the tablet; None when the clinician never enrolled it."""
    device = session.get(Device, (device_id, clinician_id))
    return device.name if device is not None else None


def heard_from(session: Session, clinician_id: str, device_id: str, now: datetime, acked_n: int) -> None:
    """Note that the device was in contact, and how far its mutations go."""
    news = {"device": device_id, "clinician": clinician_id, "last_seen_at": now, "acked_n": acked_n}
    session.connection().execute(_HEARD_FROM, news)


def upload_token(secret: Secret, device: Device) -> str:
    """Return what lets a locked tablet upload sealed work, without anyone signed in."""
    return secret.sign(UPLOAD_USE, _bound(device.id, device.clinician_id).encode())


def device_of_upload_token(
    session: Session, secret: Secret, *, device_id: str, clinician_id: str, token: str
) -> Device:
    """Return the device that shows the token, also a revoked one; raise NotSignedIn."""
    if not secret.signed(UPLOAD_USE, _bound(device_id, clinician_id).encode(), token):
        raise NotSignedIn
    device = session.get(Device, (device_id, clinician_id))
    if device is None:
        raise NotSignedIn
    return device


def revoke(session: Session, actor: Actor, device_id: str, now: datetime) -> None:
    """Revoke a tablet for all its clinicians and end its sessions; raise NotFound."""
    here = select(Device).where(Device.organization_id == actor.organization_id, Device.id == device_id)
    devices = session.scalars(here.with_for_update()).all()
    if not devices:
        raise NotFound
    for device in devices:
        device.revoked_at = device.revoked_at or now
    end_sessions_of_device(session, actor.organization_id, device_id, now)
    forget_device(session, actor.organization_id, device_id)  # no push reaches it any more
    _note(session, actor, "device.revoke", device_id, now)


def devices_with_names(session: Session, organization_id: str) -> list[tuple[Device, str]]:
    """Return the organization's devices with their clinicians' names, those in use first, by name."""
    devices = session.scalars(
        select(Device)
        .where(Device.organization_id == organization_id)
        .order_by(Device.revoked_at.is_not(None), Device.name, Device.id, Device.clinician_id)
    )
    names = names_of(session, organization_id)
    return [(device, names[device.clinician_id]) for device in devices]


def list_device(device: Device, clinician_name: str) -> dict[str, Any]:
    """Return what the page of tablets shows of the enrolment itself."""
    return {
        "id": device.id,
        "clinician_id": device.clinician_id,
        "clinician_name": clinician_name,
        "name": device.name,
        "enrolled_at": wire_time(device.enrolled_at),
        "last_seen_at": wire_time(device.last_seen_at),
        "revoked_at": wire_time(device.revoked_at),
        "acked_n": device.acked_n,
        "last_version": device.last_version,
    }


def _bound(device_id: str, clinician_id: str) -> str:
    return f"{device_id} {clinician_id}"


def _note(session: Session, actor: Actor, action: str, device_id: str, now: datetime) -> None:
    audit.note_by(session, actor, action, "device", device_id, now=now)
