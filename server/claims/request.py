"""The question put to billing: one service day as the request of `kinesync finalize`.

Services stand in the order in which their codes were first treated. One row holds the segments of one code,
one performer and one clinician, so that billing sees who gave which second.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from server.claims.gathered import Billed, Day, Timed
from server.db import wire_time

Request = dict[str, Any]


def billing_request(day: Day, same_day: Sequence[Billed] = ()) -> Request:
    """Return the request; the day must hold at least one service."""
    request: Request = {
        "id": day.id,
        "date_of_service": day.date_of_service.isoformat(),
        "discipline": day.discipline,
        "payer": day.payer,
        "services": services(day),
    }
    if day.prefer:
        request["prefer"] = list(day.prefer)
    if day.attestations:
        request["attestations"] = list(day.attestations)
    if same_day or day.elsewhere:
        request["same_day"] = [_billed(row) for row in (*same_day, *day.elsewhere)]
    return request


def services(day: Day) -> list[dict[str, Any]]:
    """Return the day's service rows in the order in which they began."""
    begun: list[tuple[datetime, str, dict[str, Any]]] = []
    for (code, by, clinician), rows in _grouped(day.timed):
        segments = [{"start": wire_time(row.started_at), "end": wire_time(row.ended_at)} for row in rows]
        begun.append((rows[0].started_at, code, _service(day, code, by, clinician, "segments", segments)))
    for row in day.untimed:
        service = _service(day, row.code, row.by, row.clinician_id, "minutes", row.minutes)
        begun.append((row.at, row.code, service))
    begun.sort(key=lambda one: (one[0], one[1]))
    return [service for _, _, service in begun] + [
        {"code": row.code, "by": "therapist", "minutes": 0, "regions": list(row.regions)}
        for row in day.outside
    ]


def _grouped(timed: Iterable[Timed]) -> Iterable[tuple[tuple[str, str, str], list[Timed]]]:
    """Group by code, performer and clinician; a stretch without length is no treatment."""
    groups: dict[tuple[str, str, str], list[Timed]] = {}
    for row in sorted(timed, key=lambda one: (one.started_at, one.code)):
        if row.ended_at > row.started_at:
            groups.setdefault((row.code, row.by, row.clinician_id), []).append(row)
    return groups.items()


def _service(day: Day, code: str, by: str, clinician: str, key: str, time: object) -> dict[str, Any]:
    service: dict[str, Any] = {"code": code, "by": by, "clinician": clinician, key: time}
    if day.regions.get(code):
        service["regions"] = list(day.regions[code])
    return service


def _billed(row: Billed) -> dict[str, str]:
    billed = {"code": row.code, "discipline": row.discipline}
    stated = {"clinician": row.clinician_id, "specialty": row.specialty}
    return billed | {name: value for name, value in stated.items() if value is not None}


def has_services(day: Day) -> bool:
    """Say whether there is anything to ask billing about."""
    return bool(day.untimed) or any(row.ended_at > row.started_at for row in day.timed)
