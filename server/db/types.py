"""Column types that read the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from server.db.canonical import canonical

Id = String(36)  # a lower-case UUID with hyphens: portable, readable, made by the tablet or the server


def utc_now() -> datetime:
    """Return the present instant. Only views, jobs and the command line ask; below them it is an argument."""
    return datetime.now(UTC)


def wire_time(instant: datetime | None) -> str | None:
    """Return an instant as RFC 3339 in UTC with milliseconds, as every tablet gets it.

    >>> wire_time(datetime(2026, 11, 23, 14, 52, 31, 5000, tzinfo=UTC))
    '2026-11-23T14:52:31.005Z'
    """
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, kept and given back in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; SQLite keeps UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime cannot be stored; give it a time zone.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Canonical JSON in a TEXT column. Change it by assigning a new value, never in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write canonical text, so that equal values are equal bytes on both engines."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read what `process_bind_param` wrote."""
        return None if value is None else json.loads(value)
