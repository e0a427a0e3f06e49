"""What is kept of a tablet's report, and the mark on a tablet whose work is missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from server.db import sha256_hex
from server.devices.models import Device

_FLAGGED = (
    select(Device)
    .where(Device.missing.is_not(None), Device.revoked_at.is_(None))
    .order_by(Device.id, Device.clinician_id)
)
_FLAGGED_OF = _FLAGGED.where(Device.clinician_id == bindparam("clinician_id"))
ANY_FLAGGED = exists().where(
    Device.clinician_id == bindparam("clinician"), Device.missing.is_not(None), Device.revoked_at.is_(None)
)
"""Asks whether `flagged_devices` of a clinician has any: nearly never, so a pull asks this first."""


def note_browser(device: Device, browser: str) -> None:
    """Note in which browser the tablet was enrolled."""
    device.browser = sha256_hex(browser)


def earlier_in_browser(session: Session, device: Device) -> Sequence[Device]:
    """Return what the same clinician enrolled before in the same browser and did not give up since."""
    if device.browser is None:
        return []
    earlier = select(Device).where(
        Device.clinician_id == device.clinician_id,
        Device.browser == device.browser,
        Device.id != device.id,
        Device.enrolled_at < device.enrolled_at,
        Device.revoked_at.is_(None),
    )
    return session.scalars(earlier.order_by(Device.enrolled_at)).all()


def leave_browser(device: Device) -> None:
    """Note that another enrolment has taken the place of this one."""
    device.browser = None


def keep_report(device: Device, report: dict[str, Any], now: datetime) -> None:
    """Keep what a tablet told of itself."""
    device.report, device.reported_at, device.last_seen_at = report, now, now
    device.last_version = (report.get("version") or "")[:40] or device.last_version


def flagged_devices(session: Session, clinician_id: str | None = None) -> Sequence[Device]:
    """Return the tablets whose work is missing, of one clinician or of all."""
    if clinician_id is not None:
        return session.scalars(_FLAGGED_OF, {"clinician_id": clinician_id}).all()
    return session.scalars(_FLAGGED).all()


def settle_flag(device: Device) -> None:
    """Take the mark away."""
    device.missing = None


def let_go(device: Device) -> None:
    """Note that a person has dealt with what is missing: those numbers are never named again."""
    if device.missing is not None:
        device.let_go = sorted([*device.let_go, *device.missing["ranges"]])
        device.missing = None


def note_repair(device: Device, rows: int, now: datetime) -> None:
    """Count rows that a checksum found to differ and that were fetched again."""
    device.repaired_rows += rows
    device.repaired_at = now
