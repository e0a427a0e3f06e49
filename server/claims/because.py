"""Why a day was billed again: what is in the newer question that was not in the former one, in words.

Only what was recorded or told is named; what follows from it for the lines stands in `difference`.

>>> former = {"services": [{"code": "97150", "by": "therapist", "minutes": 20}]}
>>> now = {"services": [{"code": "97150", "by": "therapist", "minutes": 25}]}
>>> [row["says"] for row in because(former, now, Known({}, "America/New_York"))]
['Time: 97150 20 minutes became 25.']
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from server.claims.clock import clock

Request = dict[str, Any]
Row = dict[str, Any]


class Counted(NamedTuple):
    """A signed visit of the day: its time as people say it, who treated, and when its stretches began."""

    time: str
    who: str
    starts: frozenset[str]


class Known(NamedTuple):
    """How people are called, the clinic's zone, and the visits that count now."""

    names: Mapping[str, str]
    zone: str
    visits: Sequence[Counted] = ()


def because(former: Request, now: Request, known: Known) -> list[Row]:
    """Return one row for each thing that was recorded, corrected or told between two questions."""
    before, after = _stretches(former), _stretches(now)
    added = {one[0] for one in after} - {one[0] for one in before}
    arrived = [visit for visit in known.visits if before and visit.starts and visit.starts <= added]
    with_visit = {start for visit in arrived for start in visit.starts}
    says = [
        *(f"Arrived: the {visit.time} visit of {visit.who}." for visit in arrived),
        *_corrected(before, [one for one in after if one[0] not in with_visit], known.zone),
        *_minutes(former, now),
        *_attested(former, now, known.names),
        *_told(former, now),
    ]
    return _rows(says)


def because_of_rules(former: Mapping[str, Any], now: Mapping[str, Any]) -> list[Row]:
    """Return one row for each table that answered now and did not before."""
    before = _tables(former)
    return _rows(f"Rules: {table}." for table in _tables(now) if table not in before)


def _rows(says: Iterable[str]) -> list[Row]:
    return [{"about": "because", "says": one} for one in says]


def _tables(result: Mapping[str, Any]) -> list[str]:
    """Return the packs that a result quotes: they name the day from which they are."""
    quoted = (
        step["source"]
        for line in result["lines"]
        for step in line["derivation"]
        if step["rule"] in ("edits", "mue") and "effective" in step["source"]
    )
    return list(dict.fromkeys(quoted))


Stretch = tuple[str, str, str, str, str | None]  # start, end, code, by, clinician


def _stretches(request: Request) -> list[Stretch]:
    return [
        (one["start"], one["end"], row["code"], row["by"], row.get("clinician"))
        for row in request["services"]
        for one in row.get("segments", ())
    ]


def _corrected(before: Sequence[Stretch], after: Sequence[Stretch], zone: str) -> Iterable[str]:
    """Say which stretches are new, gone or other; one of the same code and person is the same one moved."""
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    for one in list(gone):
        moved = next((other for other in new if other[2:] == one[2:]), None)
        if moved is not None:
            gone.remove(one)
            new.remove(moved)
            yield f"Time: {one[2]} {_span(one, zone)} became {_span(moved, zone)}."
    yield from (f"Time: {one[2]} {_span(one, zone)} was added." for one in new)
    yield from (f"Time: {one[2]} {_span(one, zone)} no longer counts." for one in gone)


def _span(one: Stretch, zone: str) -> str:
    start, end = (clock(zone, datetime.fromisoformat(instant), seconds=True) for instant in one[:2])
    return f"{start} to {end}"


def _minutes(former: Request, now: Request) -> Iterable[str]:
    """Say which minutes without a clock changed."""
    before, after = _typed(former), _typed(now)
    for code in dict.fromkeys([*before, *after]):
        old, new = before.get(code), after.get(code)
        if old != new:
            yield (
                f"Time: {code} {new} minutes was added." if old is None
                else f"Time: {code} no longer counts." if new is None
                else f"Time: {code} {old} minutes became {new}."
            )  # fmt: skip


def _typed(request: Request) -> dict[str, int]:
    typed: dict[str, int] = {}
    for row in request["services"]:
        if row.get("minutes"):
            typed[row["code"]] = typed.get(row["code"], 0) + row["minutes"]
    return typed


def _attested(former: Request, now: Request, names: Mapping[str, str]) -> Iterable[str]:
    known = former.get("attestations", [])
    for one in now.get("attestations", []):
        if one not in known:
            who = names.get(one["by"], one["by"])
            about = "KX" if one["kind"] == "kx" else f"{one['column1']} with {one['column2']}"
            basis = f", {one['basis']}" if "basis" in one else ""
            yield f"Attested by {who}: {about}{basis}."


def _told(former: Request, now: Request) -> Iterable[str]:
    """Say what else was told: a choice, other care, regions, the policy."""
    if former.get("prefer", []) != now.get("prefer", []):
        yield f"Chosen among equals: {', '.join(now.get('prefer', [])) or 'nothing any more'}."
    before, after = _other_care(former), _other_care(now)
    yield from (f"Other care of the day: {code} was added." for code in after if code not in before)
    yield from (f"Other care of the day: {code} was removed." for code in before if code not in after)
    old, new = _regions(former), _regions(now)
    yield from (
        f"Regions of {code}: {', '.join(old[code])} became {', '.join(new[code])}."
        for code in old.keys() & new.keys()
        if old[code] != new[code]
    )
    if former.get("payer") != now.get("payer"):
        yield "Payer: another version of its policy holds on this date."


def _other_care(request: Request) -> list[str]:
    elsewhere = [row["code"] for row in request.get("same_day", [])]
    outside = [row["code"] for row in request["services"] if row.get("minutes") == 0]
    return list(dict.fromkeys([*outside, *elsewhere]))


def _regions(request: Request) -> dict[str, list[str]]:
    """Return the regions that were stated, by code."""
    return {row["code"]: row["regions"] for row in request["services"] if "regions" in row}
