"""What never arrived: numbers that are neither on the server nor, as it last told, on the tablet.

A tablet tells which numbers it still holds, so that numbers on their way, put off, refused or waiting in
quarantine are never taken for lost. What a person has settled is let go.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.access import SUPERVISOR
from server.accounts.operations import people_with_role
from server.db import sha256_hex, wire_time
from server.devices.watched import flagged_devices, settle_flag
from server.notifications.kinds import WORK_MISSING
from server.notifications.operations import notify, withdraw
from server.sync.models import AppliedMutation, ArrivedNumbers, Quarantined
from server.sync.ranges import Ranges, of, union, without

if TYPE_CHECKING:
    from server.devices.models import Device

logger = logging.getLogger(__name__)
GAP: Final = "gap"  # numbers in between are gone
EMPTY: Final = "empty"  # the tablet came back without what it had
HELD: Final = ("waiting", "sent", "quarantined", "settled")


def arrived(session: Session, device: "Device") -> Ranges:
    """Return the numbers of a tablet that are here: with a verdict, or sealed until their author comes."""
    row = session.get(ArrivedNumbers, (device.id, device.clinician_id))
    settled = [[1, row.acked_n], *row.ahead] if row is not None else []
    sealed = session.scalars(
        select(Quarantined.reason).where(
            Quarantined.organization_id == device.organization_id,
            Quarantined.clinician_id == device.clinician_id,
            Quarantined.device_id == device.id,
            Quarantined.kind == "sealed",
        )
    )
    return union(settled, *(of(reason.get("numbers", ())) for reason in sealed))


def held(numbers: Mapping[str, Any]) -> Ranges:
    """Return the numbers that a tablet told it holds."""
    return union(*(numbers.get(name, ()) for name in HELD))


def flag(session: Session, device: "Device", kind: str, ranges: Ranges, now: datetime) -> None:
    """Name a tablet whose work is missing to its therapist and to the supervisors, once for each loss."""
    known = device.missing
    if known is not None and (known["kind"], known["ranges"]) == (kind, ranges):
        return
    after, before = _neighbours(session, device, ranges)
    device.missing = {
        "kind": kind,
        "ranges": ranges,
        "after": after,
        "before": before,
        "noticed_at": wire_time(now),
    }
    logger.warning("work of tablet %s is missing: %s, numbers %s", device.id, kind, ranges)
    once = f"{WORK_MISSING} {device.id} {sha256_hex(f'{kind} {ranges}')[:16]}"
    supervisors = people_with_role(session, device.organization_id, SUPERVISOR)
    for person in {device.clinician_id, *supervisors}:
        notify(
            session,
            organization_id=device.organization_id,
            clinician_id=person,
            kind=WORK_MISSING,
            subject_id=device.id,
            once=once,
            now=now,
        )


def still_missing(session: Session, device: "Device") -> dict[str, Any] | None:
    """Return what is missing of a flagged tablet by now; None once everything has arrived."""
    told = device.missing
    if told is None:
        return None
    left = without(told["ranges"], union(arrived(session, device), device.let_go))
    if told["ranges"] and not left:
        return None
    return {**told, "ranges": left, "last_heard": wire_time(device.last_seen_at)}


def missing_of(session: Session, clinician_id: str) -> list[dict[str, Any]]:
    """Return what is missing of all tablets of a clinician, as a pull tells it."""
    told = []
    for device in flagged_devices(session, clinician_id):
        still = still_missing(session, device)
        if still is not None:
            told.append({"device_id": device.id, "name": device.name, **still})
    return told


def look_again(session: Session, now: datetime) -> None:
    """Take back what was told of tablets whose work has arrived since."""
    for device in flagged_devices(session):
        if still_missing(session, device) is None:
            settle_flag(device)
            withdraw(session, WORK_MISSING, device.id, now)


def _neighbours(session: Session, device: "Device", ranges: Ranges) -> tuple[str | None, str | None]:
    """Return when the newest change before the gap, and the oldest after it, were made."""
    if not ranges:
        return None, None
    table = AppliedMutation
    mine = (table.device_id == device.id, table.clinician_id == device.clinician_id)
    before = select(table.made_at).where(*mine, table.n < ranges[0][0]).order_by(table.n.desc()).limit(1)
    behind = select(table.made_at).where(*mine, table.n > ranges[-1][1]).order_by(table.n).limit(1)
    return session.scalar(before), session.scalar(behind)


def outstanding(session: Session, device: "Device", made: Sequence[Sequence[int]]) -> Ranges:
    """Return which of the numbers that a tablet has made are not here and were not let go."""
    return without(made, union(arrived(session, device), device.let_go))
