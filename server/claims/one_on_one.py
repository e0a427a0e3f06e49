"""One-on-one minutes held against the other visits of the date, before anything is final.

A timed minute is one clinician's attention to one patient. It is found here when it stands twice: with two
patients, under PT and OT, by therapist and assistant, or under two codes. Within one service day billing
counts it once, and people are told; between two service days both wait until one is corrected. Another
patient is never named.

Source: CMS Pub. 100-04, chapter 5, section 20.2 (timed codes are one-on-one), and Pub. 100-02, chapter 15,
section 230 (no minute is billed by two disciplines).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from server.billing.codes import TIMED
from server.claims.clock import clock
from server.claims.gathered import Timed

SOURCE: Final = "CMS Pub. 100-04, chapter 5, section 20.2"
CO_TREATMENT_SOURCE: Final = "CMS Pub. 100-02, chapter 15, section 230"
TWO_PATIENTS: Final = "clinician-two-patients"
Told = dict[str, Any]


class DayTimed(NamedTuple):
    """The timed stretches of one service day, also of visits that are not signed yet."""

    id: str
    discipline: str
    timed: tuple[Timed, ...]


class Found(NamedTuple):
    """A finding before it is said: two stretches that share minutes, the own one first."""

    name: str
    severity: str
    why: str
    source: str
    own: Timed
    other: Timed
    same_patient: bool


def check(
    day: DayTimed, same_date: Iterable[DayTimed], elsewhere: Sequence[Timed], names: Mapping[str, str]
) -> list[Found]:
    """Return what stands twice of a day; `elsewhere` is the same clinicians' time with other patients."""
    own = _one_on_one(day.timed)
    found = [
        _two_patients(one, other, names)
        for one, other in _pairs(own, _one_on_one(elsewhere))
        if one.clinician_id == other.clinician_id
    ]
    for other_day in same_date:
        if other_day.id != day.id:
            pairs = _pairs(own, _one_on_one(other_day.timed))
            found += [_two_days(day, other_day, one, other) for one, other in pairs]
    found += [_one_day(one, other) for one, other in combinations(own, 2) if _share(one, other)]
    return found


def _one_on_one(timed: Iterable[Timed]) -> list[Timed]:
    return sorted((one for one in timed if one.code in TIMED), key=lambda one: (one.started_at, one.code))


def _pairs(own: Sequence[Timed], others: Sequence[Timed]) -> Iterator[tuple[Timed, Timed]]:
    for one in own:
        for other in others:
            if _share(one, other):
                yield one, other


def _share(one: Timed, other: Timed) -> bool:
    """Say whether two stretches share time; touching is none."""
    return one.started_at < other.ended_at and other.started_at < one.ended_at


def _two_patients(one: Timed, other: Timed, names: Mapping[str, str]) -> Found:
    who = names.get(one.clinician_id, "The clinician")
    why = f"{who}, was with two patients at once. Correct the clock that is wrong"
    return Found(TWO_PATIENTS, "error", why, SOURCE, one, other, same_patient=False)


def _two_days(day: DayTimed, other_day: DayTimed, one: Timed, other: Timed) -> Found:
    if day.discipline != other_day.discipline:
        why = "The same minutes stand under PT and OT. Split them between the two, each minute once"
        return Found("co-treatment-minutes", "error", why, CO_TREATMENT_SOURCE, one, other, same_patient=True)
    return Found(
        _name(one, other), "error", "The same minutes stand with two payers", SOURCE, one, other, True
    )


def _one_day(one: Timed, other: Timed) -> Found:
    why = "The same minutes stand twice and count once"
    return Found(_name(one, other), "warning", why, SOURCE, one, other, same_patient=True)


def _name(one: Timed, other: Timed) -> str:
    return "minutes-counted-twice" if one.code == other.code else "minutes-under-two-codes"


def apply(result: dict[str, Any], found: Iterable[Found], zone: str) -> None:
    """Put the findings on an answer; an error holds the lines of its code."""
    for one in found:
        told = _told(one, zone)
        lines = [line for line in result["lines"] if line["code"] == one.own.code]
        if lines:
            told["line"] = result["lines"].index(lines[0])
        result["findings"].append(told)
        for line in lines if one.severity == "error" else ():
            line["held"] = True
            line["derivation"].append({"rule": "one-on-one", "says": told["says"], "source": one.source})


def _told(one: Found, zone: str) -> Told:
    own, other = _shown(one.own, zone), _shown(one.other, zone)
    with_whom = "" if one.same_patient else " with another patient"
    says = (
        f"{one.why}: {own['code']} from {own['from']} to {own['until']}, and "
        f"{other['code']} from {other['from']} to {other['until']}{with_whom}."
    )
    return {
        "id": one.name,
        "severity": one.severity,
        "says": says,
        "source": one.source,
        "segments": [
            {**own, "same_patient": True},
            {**other, "same_patient": one.same_patient},
        ],
    }


def _shown(one: Timed, zone: str) -> dict[str, str]:
    return {
        "code": one.code,
        "from": clock(zone, one.started_at, seconds=True),
        "until": clock(zone, one.ended_at, seconds=True),
    }


def two_patients_in(revision: dict[str, Any] | None) -> list[str]:
    """Return what a stored revision says of a clinician with two patients."""
    findings = revision["result"]["findings"] if revision else []
    return [finding["says"] for finding in findings if finding["id"] == TWO_PATIENTS]
