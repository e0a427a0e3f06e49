"""Fields of what a tablet sends, stricter than marshmallow's own.

Marshmallow takes "off" for a boolean and a date without a time for an instant; a fact of a record is refused
instead. Instants are cut to milliseconds: that is what stands on the wire and
what is signed.
"""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

LONGEST_TEXT = 20_000
LONGEST_LINE = 500
LARGEST_INT = 2**53
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A tablet whose clock is wrong by decades must still be heard; beyond these years instants overflow.
_YEARS = range(1970, 2200)


class Instant(fields.AwareDateTime):
    """An RFC 3339 instant with an offset, given as text; loaded in UTC, in whole milliseconds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", default_timezone=None, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> datetime:
        if not isinstance(value, str) or "T" not in value:
            raise self.make_error("invalid", input=value, obj_type="datetime")
        instant: datetime = super()._deserialize(value, attr, data, **options)
        if instant.year not in _YEARS:
            raise ValidationError("The year is out of range.")
        return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)


class Whole(fields.Integer):
    """A whole number between two bounds, both allowed."""

    def __init__(self, least: int = 0, most: int = LARGEST_INT, **options: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **options)


class YesNo(fields.Boolean):
    """True or false, and nothing that only reads like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def line(most: int = LONGEST_LINE, *, least: int = 0, **options: Any) -> fields.String:
    """Return a field for a short text."""
    return fields.String(validate=validate.Length(min=least, max=most), **options)


def prose(**options: Any) -> fields.String:
    """Return a field for a text of a note."""
    return fields.String(validate=validate.Length(max=LONGEST_TEXT), **options)


def one_of(words: Collection[str], **options: Any) -> fields.String:
    """Return a field for one word of a vocabulary."""
    return fields.String(validate=validate.OneOf(sorted(words)), **options)


def identifier(**options: Any) -> fields.String:
    """Return a field for an id: a lower-case UUID with hyphens."""
    return fields.String(validate=_is_id, **options)


def _is_id(value: str) -> None:
    if not _ID.fullmatch(value):
        raise ValidationError("Not an id (a lower-case UUID).")
