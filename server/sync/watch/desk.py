"""The page of tablets: last contact, what waits, what is missing, and a person's word that it is settled."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import audit
from server.access import Actor
from server.db import wire_time
from server.devices.operations import devices_with_names, list_device
from server.devices.watched import let_go
from server.notifications.kinds import WORK_MISSING
from server.notifications.operations import withdraw
from server.problems import NotFound
from server.sync.models import Quarantined
from server.sync.watch.missing import still_missing


def list_tablets(session: Session, organization_id: str) -> list[dict[str, Any]]:
    """Return the organization's tablets, those in use first, by name."""
    kept = _kept_by_server(session, organization_id)
    return [
        {
            **list_device(device, name),
            "reported_at": wire_time(device.reported_at),
            "report": _shown(device.report),
            "missing": still_missing(session, device),
            "kept_by_server": kept.get((device.id, device.clinician_id), 0),
            "repaired_rows": device.repaired_rows,
            "repaired_at": wire_time(device.repaired_at),
        }
        for device, name in devices_with_names(session, organization_id)
    ]


def settle_missing(session: Session, actor: Actor, device_id: str, clinician_id: str, now: datetime) -> None:
    """Note that a person has dealt with what is missing of a tablet; raises NotFound."""
    for device, _ in devices_with_names(session, actor.organization_id):
        if (device.id, device.clinician_id) == (device_id, clinician_id):
            let_go(device)
            break
    else:
        raise NotFound
    withdraw(session, WORK_MISSING, device_id, now)
    audit.note_by(session, actor, "device.settle-missing", "device", device_id, now=now)


def _kept_by_server(session: Session, organization_id: str) -> dict[tuple[str, str], int]:
    table = Quarantined
    counted = (
        select(table.device_id, table.clinician_id, func.count())
        .where(table.organization_id == organization_id, table.settled_at.is_(None))
        .group_by(table.device_id, table.clinician_id)
    )
    return {(device_id, clinician_id): count for device_id, clinician_id, count in session.execute(counted)}


def _shown(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a report without the numbers: what follows from them is told apart."""
    if report is None:
        return None
    return {name: value for name, value in report.items() if name not in ("numbers", "earlier")}
