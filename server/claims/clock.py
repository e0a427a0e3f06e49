"""The clinic's clock: today's date there, and instants as people say them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.organizations.operations import time_zone_of


def today_of(session: Session, organization_id: str, now: datetime) -> date:
    """Return the organization's date."""
    return now.astimezone(ZoneInfo(time_zone_of(session, organization_id, None))).date()


def clock(zone: str, at: datetime, *, seconds: bool = False) -> str:
    """Return the time of day as people say it.

    >>> from datetime import UTC
    >>> clock("America/New_York", datetime(2026, 11, 23, 19, 5, tzinfo=UTC))
    '2:05'
    >>> clock("America/New_York", datetime(2026, 11, 23, 19, 5, 9, tzinfo=UTC), seconds=True)
    '2:05:09'
    """
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour % 12 or 12}:{local.minute:02}" + (f":{local.second:02}" if seconds else "")
