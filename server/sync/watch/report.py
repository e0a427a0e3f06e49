"""A tablet's report of itself is taken in: its health, and which numbers it holds.

Three things can follow. Numbers it believes to be here and that are not (the server was restored) are asked
for again. Numbers that are neither here nor there are named. And an earlier enrolment in the same browser,
which the tablet knows nothing of any more, shows that it came back empty.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.orm import Session

from server.devices.operations import enrolled_device, require_device
from server.devices.watched import earlier_in_browser, keep_report, leave_browser, settle_flag
from server.notifications.kinds import WORK_MISSING
from server.notifications.operations import withdraw
from server.sync.models import ArrivedNumbers
from server.sync.ranges import Ranges, union, without
from server.sync.watch.missing import EMPTY, GAP, arrived, flag, held, outstanding

if TYPE_CHECKING:
    from server.devices.models import Device


class Concluded(NamedTuple):
    """What the tablet is told: what to send again, and what nobody has."""

    resend: Ranges
    missing: Ranges


def take_report(
    session: Session, clinician_id: str, device_id: str, report: Mapping[str, Any], now: datetime
) -> Concluded:
    """Keep a tablet's report and draw what follows; raises DeviceUnknown or DeviceRevoked."""
    device = require_device(session, clinician_id, device_id)
    before = (device.report or {}).get("numbers")
    keep_report(device, {name: value for name, value in report.items() if name != "device_id"}, now)
    numbers = report.get("numbers")
    if numbers is None:
        return Concluded([], [])
    _look_for_earlier(session, device, report, now)
    # Not against what has arrived: a push may overtake a report that is on its way.
    if before is not None and numbers["next"] < before["next"]:
        _name_forgetful(session, device, now)
        return Concluded([], [])
    return _conclude(session, device, numbers, now)


def numbers_began_again(session: Session, clinician_id: str, device_id: str, now: datetime) -> None:
    """Name a tablet that gave a number for the second time."""
    _name_forgetful(session, enrolled_device(session, clinician_id, device_id), now)


def _name_forgetful(session: Session, device: "Device", now: datetime) -> None:
    """Its numbers mean something else now, so which of them are lost cannot be told."""
    if device.missing is None or device.missing["kind"] != EMPTY:
        flag(session, device, EMPTY, [], now)


def _conclude(session: Session, device: "Device", numbers: Mapping[str, Any], now: datetime) -> Concluded:
    here = arrived(session, device)
    device.let_go = union(device.let_go, without(numbers["settled"], here))
    missing = without([[1, numbers["next"] - 1]], union(here, held(numbers), device.let_go))
    if missing:
        flag(session, device, GAP, missing, now)
    elif device.missing is not None and device.missing["kind"] == GAP:
        settle_flag(device)
        withdraw(session, WORK_MISSING, device.id, now)
    return Concluded(without(numbers["sent"], here), missing)


def _look_for_earlier(session: Session, device: "Device", report: Mapping[str, Any], now: datetime) -> None:
    """Look at what the same person enrolled in the same browser before: each once."""
    if report.get("sealed"):
        return  # what the tablet holds of them will be handed in first
    remembered: Sequence[str] | None = report.get("earlier")
    if remembered is not None and device.id in remembered:
        remembered = None  # a list of who may unlock, not of what its work database has seen
    for earlier in earlier_in_browser(session, device):
        lost = outstanding(session, earlier, _made(session, earlier))
        forgotten = remembered is not None and earlier.id not in remembered
        if earlier.missing is None and (lost or forgotten):
            flag(session, earlier, EMPTY, lost, now)
        if lost or remembered is not None:
            leave_browser(earlier)


def _made(session: Session, device: "Device") -> Ranges:
    """Return the numbers that a tablet is known to have made, but those its clinician had settled."""
    row = session.get(ArrivedNumbers, (device.id, device.clinician_id))
    numbers = (device.report or {}).get("numbers")
    told = [[1, numbers["next"] - 1]] if numbers else []
    return union([[1, row.seen_n]] if row is not None else [], told)
