"""The rows of a request's `services`: what was done, for how long, by whom, where on the body.

Time comes as minutes, as seconds or as segments. Inside, every duration is a whole number of microseconds,
the finest that an instant carries: nothing is rounded before the rules do it.

>>> row = {"code": "97112", "by": "therapist", "seconds": 90}
>>> read_service(row, date(2026, 3, 2), 0).duration == 90 * SECOND
True
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple, get_args

from server.billing.codes import counts_as
from server.billing.fields import an_array, an_object, at, check_keys, each, named, one_of, text, whole_number
from server.billing.problem import RequestError
from server.billing.regions import COVERS

By = Literal["therapist", "assistant", "together"]
SECOND: Final = 1_000_000  # in microseconds
MINUTE: Final = 60 * SECOND
LONGEST_MINUTES: Final = 1_440
_BY: Final[tuple[By, ...]] = get_args(By)
_NEEDED: Final = ("code", "by")
_TIMES: Final = ("minutes", "seconds", "segments")
_ALLOWED: Final = frozenset({*_NEEDED, *_TIMES, "regions", "clinician", "specialty"})
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Segment(NamedTuple):
    """An unbroken stretch of time: microseconds since 1970, the end not in it."""

    start: int
    end: int


class Service(NamedTuple):
    """One row. `duration` is in microseconds; `segments` is empty where only an amount was given."""

    code: str
    by: By
    duration: int
    segments: tuple[Segment, ...] = ()
    regions: frozenset[str] = frozenset()
    clinician: str | None = None
    specialty: str | None = None


def read_service(row: Any, day: date, index: int) -> Service:
    """Return one row of the request, checked."""
    if type(row) is dict and len(row) == 3 and "minutes" in row and "code" in row and "by" in row:
        return Service(
            _code(row["code"], index), _by(row["by"], index), _minutes(row["minutes"], index) * MINUTE
        )
    place = ("services", index)
    check_keys(an_object(row, *place), _ALLOWED, _NEEDED, *place)
    if sum([key in row for key in _TIMES]) != 1:
        kind = "contradictory-keys" if any(key in row for key in _TIMES) else "missing-key"
        raise RequestError(kind, "Exactly one of minutes, seconds and segments is needed.", at(*place))
    segments = _segments(row["segments"], day, *place, "segments") if "segments" in row else ()
    return Service(
        code=_code(row["code"], index),
        by=_by(row["by"], index),
        duration=_duration(row, segments, index),
        segments=segments,
        regions=_regions(row.get("regions", []), *place, "regions"),
        clinician=named(row["clinician"], *place, "clinician") if "clinician" in row else None,
        specialty=named(row["specialty"], *place, "specialty") if "specialty" in row else None,
    )


def _code(value: Any, index: int) -> str:
    place = ("services", index, "code")
    if counts_as(text(value, *place)) is None:
        raise RequestError("code-not-supported", "Kinesync does not bill this code.", at(*place))
    return str(value)


def _by(value: Any, index: int) -> By:
    return one_of(value, _BY, "services", index, "by")


def _minutes(value: Any, index: int) -> int:
    return whole_number(value, 0, LONGEST_MINUTES, "services", index, "minutes")


def _duration(row: dict[str, Any], segments: tuple[Segment, ...], index: int) -> int:
    """Return microseconds, whichever way the row gives its time."""
    if "minutes" in row:
        return _minutes(row["minutes"], index) * MINUTE
    if "seconds" in row:
        return whole_number(row["seconds"], 0, 60 * LONGEST_MINUTES, "services", index, "seconds") * SECOND
    total = sum([segment.end - segment.start for segment in segments])
    if total > LONGEST_MINUTES * MINUTE:
        raise RequestError(
            "out-of-range", "The segments are longer than a day together.", at("services", index, "segments")
        )
    return total


def _segments(value: Any, day: date, *place: str | int) -> tuple[Segment, ...]:
    if not an_array(value, *place):
        raise RequestError("out-of-range", "At least one segment is needed.", at(*place))
    return each(value, lambda segment, *there: _segment(segment, day, *there), *place)


def _segment(value: Any, day: date, *place: str | int) -> Segment:
    check_keys(an_object(value, *place), ("start", "end"), ("start", "end"), *place)
    start, end = (_instant(value[key], day, *place, key) for key in ("start", "end"))
    if end <= start:
        raise RequestError("out-of-range", "A segment ends after it starts.", at(*place, "end"))
    return Segment(start, end)


def _instant(value: Any, day: date, *place: str | int) -> int:
    """Return an instant as microseconds since 1970; its own calendar date is at most one day off."""
    if not _INSTANT.fullmatch(text(value, *place)):
        raise RequestError(
            "impossible-time", "An instant is YYYY-MM-DDThh:mm:ss with Z or an offset.", at(*place)
        )
    try:
        instant = datetime.fromisoformat(value.upper())
        since_epoch = (instant - _EPOCH) // _MICROSECOND
    except ValueError:
        raise RequestError("impossible-time", "The calendar has no such instant.", at(*place)) from None
    if abs(instant.toordinal() - day.toordinal()) > 1:
        raise RequestError("out-of-range", "The instant is more than a day from the date.", at(*place))
    return since_epoch


def _regions(value: Any, *place: str | int) -> frozenset[str]:
    return frozenset(each(an_array(value, *place), _region, *place))


def _region(value: Any, *place: str | int) -> str:
    region = text(value, *place).strip().casefold()
    if region not in COVERS:
        raise RequestError("unknown-value", "This region is not in the list of regions.", at(*place))
    return region
