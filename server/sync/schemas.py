"""The shapes on the wire: the push, one mutation's envelope, and the answers.

Envelope first, then the fields of the kind, which its own domain's schema checks. Unknown fields are
refused, not dropped: a dropped field is something a clinician recorded and nobody kept.
"""

import re
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from server.wire_json import LARGEST_INT

MAX_MUTATIONS = 100
MAX_MUTATION_BYTES = 128 * 1024
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
# Years outside 2000–2999 overflow when they are turned to UTC, and no treatment happened then.
INSTANT = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\Z")

_is_uuid = validate.Regexp(UUID, error="Must be a lower-case UUID.")


class Strict(Schema):
    """Refuses unknown fields."""

    class Meta:
        unknown = RAISE


def identifier(**options: Any) -> fields.String:
    """A lower-case UUID, kept as text."""
    return fields.String(required=not options.get("allow_none", False), validate=_is_uuid, **options)


def counted(minimum: int, **options: Any) -> fields.Integer:
    """A whole number of at least `minimum` that JavaScript can hold."""
    return fields.Integer(strict=True, validate=validate.Range(minimum, LARGEST_INT), **options)


class Instant(fields.Field[datetime]):
    """An RFC 3339 instant with its offset."""

    default_error_messages = {"invalid": "Not a valid instant with an offset."}

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> datetime:
        if not isinstance(value, str) or not INSTANT.match(value):
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid") from None


class JsonObject(fields.Field[dict[str, Any]]):
    """A JSON object whose inside is read later; its keys are text, or it would not be JSON."""

    default_error_messages = {"invalid": "Not an object."}

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        return value


class PushSchema(Strict):
    """One batch of a tablet. The mutations are checked one by one: a bad one must not hold up others."""

    protocol = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    device_id = identifier()
    epoch = identifier(allow_none=True, load_default=None)
    mutations = fields.List(JsonObject(), required=True, validate=validate.Length(max=MAX_MUTATIONS))


class MutationSchema(Strict):
    """The envelope of one mutation; `data` belongs to its kind."""

    id = identifier()
    n = counted(1, required=True)
    kind = fields.String(required=True, validate=validate.Length(1, 40))
    schema = counted(1, required=True)
    entity = identifier()
    base_version = counted(0, allow_none=True, load_default=None)
    depends_on = fields.List(identifier(), load_default=list, validate=validate.Length(max=MAX_MUTATIONS))
    made_at = Instant(required=True)
    clock_offset_ms = counted(-LARGEST_INT, load_default=0)
    data = JsonObject(required=True)

    @validates_schema
    def waits_for_another(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a mutation that depends on itself: it would wait for ever."""
        if data["id"] in data["depends_on"]:
            raise ValidationError("A mutation cannot depend on itself.", "depends_on")


class VerdictSchema(Schema):
    """The answer to one mutation; which fields it has depends on `verdict` (see README of the wire)."""

    verdict = fields.String(
        required=True,
        validate=validate.OneOf(["applied", "duplicate", "conflict", "rejected", "deferred", "retry"]),
    )
    id = identifier()
    version = fields.Integer()
    hash = fields.String()
    first = fields.Dict()
    theirs = fields.Raw()
    by = fields.String(allow_none=True)
    at = fields.String(allow_none=True)
    type = fields.String()
    title = fields.String()
    detail = fields.String()
    pointer = fields.String(allow_none=True)
    waits_for = fields.List(fields.String())


class PushAnswerSchema(Schema):
    """Sent only after COMMIT."""

    epoch = identifier()
    server_time = fields.String(required=True)
    acked_n = fields.Integer(required=True)
    seq = fields.Integer(required=True, metadata={"description": "sent is safe once backup_seq passes it"})
    verdicts = fields.List(fields.Nested(VerdictSchema), required=True)


class ChangeSchema(Schema):
    """One row as it is now; a deleted one has no data."""

    entity = fields.String(required=True)
    id = identifier()
    version = fields.Integer(required=True)
    deleted = fields.Boolean(required=True)
    data = fields.Dict(allow_none=True)


class PositionSchema(Schema):
    """How far a page reaches: the patients of the caseload, and its last number among all there are."""

    caseload = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    newest = fields.Integer(required=True)


class PullAnswerSchema(Schema):
    """One page of the feed."""

    epoch = identifier()
    cursor = fields.String(required=True)
    has_more = fields.Boolean(required=True)
    scope_version = fields.String(required=True)
    backup_seq = fields.Integer(allow_none=True, required=True)
    acked_n = fields.Integer(required=True)
    server_time = fields.String(required=True)
    removed = fields.List(identifier(), required=True)
    missing = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "what never arrived from this clinician's tablets"},
    )
    position = fields.Nested(PositionSchema, required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
