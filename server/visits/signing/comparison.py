"""Whether what was signed is what the server holds, said in words that a clinician can act on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.visits.signing.content import LISTS
from server.visits.signing.facts import Facts

Row = dict[str, Any]

_NAMES = {
    "segments": "Segment",
    "untimed": "Untimed",
    "interventions": "Intervention",
    "responses": "Response",
    "measures": "Measure",
    "sections": "Section",
    "minutes": "Minutes of",
    "contributors": "Contributor",
}
_SAY = {
    "segments": ("code",),
    "untimed": ("code",),
    "interventions": ("code", "technique"),
    "responses": (),
    "measures": ("measure",),
    "sections": ("section",),
    "minutes": ("code",),
    "contributors": ("name",),
}
_TOTALS = {
    "total_timed_minutes": "Total timed minutes",
    "total_treatment_minutes": "Total treatment minutes",
}
_PROSE = frozenset({"text", "skilled_need", "adverse", "adverse_action"})
LONGEST_VALUE = 80


def differences(signed: Facts, stored: Facts, zone: str) -> list[str]:
    """Return what differs, in sentences; times are said in `zone`. Nothing differs: an empty list."""
    return list(_differences(signed, stored, ZoneInfo(zone)))


def _differences(signed: Facts, stored: Facts, zone: ZoneInfo) -> Iterator[str]:
    yield from _fields("Visit", signed["visit"], stored["visit"], zone)
    for name, key in LISTS.items():
        yield from _rows(name, key, signed[name], stored[name], zone)
    for name, says in _TOTALS.items():
        if signed.get(name) != stored[name]:
            yield f"{says}: {_value(signed.get(name), zone)} signed, {stored[name]} on the server."
    for name in sorted(signed.keys() - stored.keys()):
        yield f"The signed note states {name[:40]}, which the server does not know."


def _rows(name: str, key: str, signed: list[Row], stored: list[Row], zone: ZoneInfo) -> Iterator[str]:
    theirs = {row[key]: row for row in signed}
    ours = {row[key]: row for row in stored}
    if len(theirs) != len(signed):
        yield f"{_NAMES[name]}: stands twice in the signed note."
    for id_, row in ours.items():
        if id_ not in theirs:
            yield f"{_title(name, row, zone)}: on the server, not in the signed note."
        else:
            yield from _fields(_title(name, row, zone), theirs[id_], row, zone)
    for id_, row in theirs.items():
        if id_ not in ours:
            yield f"{_title(name, row, zone)}: in the signed note, not on the server."
    if set(theirs) == set(ours) and list(theirs) != list(ours):
        yield f"{_NAMES[name]}: the order differs from the server's."


def _title(name: str, row: Row, zone: ZoneInfo) -> str:
    words = [_NAMES[name], *(_value(row.get(field), zone) for field in _SAY[name])]
    if name == "segments":
        words.append(f"from {_value(row.get('started_at'), zone)}")
    return " ".join(words)


def _fields(title: str, signed: Row, stored: Row, zone: ZoneInfo) -> Iterator[str]:
    for field, ours in stored.items():
        theirs = signed.get(field)
        if type(theirs) is type(ours) and theirs == ours and field in signed:
            continue
        if field in _PROSE:  # too long to repeat: both stand on the screen
            yield f"{title}: the words differ."
        else:
            what = field.replace("_", " ")
            yield f"{title}: {what} {_value(theirs, zone)} signed, {_value(ours, zone)} on the server."
    for field in sorted(signed.keys() - stored.keys()):
        yield f"{title}: the signed note states {field[:40]}, which the server does not."


def _value(value: object, zone: ZoneInfo) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, str):
        return _time(value, zone) or value[:LONGEST_VALUE]
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)[:LONGEST_VALUE] or "nothing"
    return str(value)[:LONGEST_VALUE]


def _time(value: str, zone: ZoneInfo) -> str | None:
    """Return an instant as a clock in the zone shows it; None when it is no instant."""
    if "T" not in value or not value.endswith("Z"):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(zone).strftime("%H:%M:%S")
    except (ValueError, OverflowError):
        return None
