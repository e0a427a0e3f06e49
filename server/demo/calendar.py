"""When the demo's visits were and when today's are, in the clinic's zone."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

ZONE = "America/New_York"  # of a demo that is being filled; a filled one says it itself
EVERY: Final = timedelta(minutes=40)
FIRST_OF_DAY: Final = time(0, 10)
LAST_OF_DAY: Final = time(23, 0)
OPENS: Final = time(8, 0)
SATURDAY: Final = 5


def today(now: datetime, zone: str) -> date:
    """Return the clinic's date.

    >>> from datetime import UTC
    >>> today(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), "America/New_York").isoformat()
    '2026-11-23'
    """
    return now.astimezone(ZoneInfo(zone)).date()


def past_days(day: date, count: int, *, first: int = 1) -> list[date]:
    """Return `count` days before `day`, the oldest first: every second weekday, from the `first` weekday
    back."""
    return list(islice(_weekdays_before(day), first - 1, first - 1 + 2 * count, 2))[::-1]


def _weekdays_before(day: date) -> Iterator[date]:
    while True:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY:
            yield day


def past_start(day: date, place: int) -> datetime:
    """Return when the visit at the clinician's `place` of that day began: one an hour from eight on."""
    return datetime.combine(day, OPENS, ZoneInfo(ZONE)) + timedelta(hours=place)


def slots(now: datetime, count: int, zone: str) -> list[datetime]:
    """Return `count` starts around `now`, all on the clinic's date, whatever the hour.

    >>> from datetime import UTC
    >>> [f"{at:%H:%M}" for at in slots(datetime(2026, 11, 23, 14, 7, tzinfo=UTC), 3, ZONE)]
    ['08:50', '09:30', '10:10']
    >>> [f"{at:%H:%M}" for at in slots(datetime(2026, 11, 24, 4, 55, tzinfo=UTC), 3, ZONE)]
    ['21:40', '22:20', '23:00']
    """
    there = ZoneInfo(zone)
    local = now.astimezone(there)
    start = local.replace(minute=local.minute // 10 * 10, second=0, microsecond=0) - timedelta(minutes=10)
    latest = datetime.combine(local.date(), LAST_OF_DAY, there) - EVERY * (count - 1)
    earliest = datetime.combine(local.date(), FIRST_OF_DAY, there)
    start = max(min(start, latest), earliest)
    return [start + EVERY * place for place in range(count)]
