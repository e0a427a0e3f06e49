"""A service day as it was gathered: plain values, so that what is asked of billing can be tested without a
database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Timed:
    """An effective stretch of timed treatment."""

    code: str
    by: str
    clinician_id: str
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Untimed:
    """Minutes of an untimed code."""

    code: str
    by: str
    clinician_id: str
    at: datetime
    minutes: int


@dataclass(frozen=True)
class Billed:
    """A code that another discipline, or somebody else, billed that day: edits look across."""

    code: str
    discipline: str
    clinician_id: str | None
    specialty: str | None = None


@dataclass(frozen=True)
class Outside:
    """Another's CMT with its regions: a line that is not ours, so that regions can be compared."""

    code: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """What billing needs to know of one service day."""

    id: str
    date_of_service: date
    discipline: str
    payer: str | dict[str, Any]
    timed: tuple[Timed, ...] = ()
    untimed: tuple[Untimed, ...] = ()
    regions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    prefer: tuple[str, ...] = ()
    attestations: tuple[dict[str, str], ...] = ()
    outside: tuple[Outside, ...] = ()
    elsewhere: tuple[Billed, ...] = ()
