"""What a tablet reports of itself, what it is told, and the page of tablets."""

from typing import Any

from marshmallow import Schema, fields, validate

from server.devices.schemas import DeviceSchema
from server.sync.schemas import Instant, Strict, counted, identifier

MOST_RANGES = 2000
MOST_EARLIER = 50
MOST_WARNINGS = 40


class _Told(Instant):
    """An instant that is kept as the tablet wrote it."""

    def _deserialize(self, value: object, attr: str | None, data: object, **options: object) -> str:  # type: ignore[override]
        super()._deserialize(value, attr, data, **options)
        return str(value)


def _ranges() -> fields.List[Any]:
    pair = fields.List(counted(1), validate=validate.Length(equal=2))
    return fields.List(pair, load_default=list, validate=validate.Length(max=MOST_RANGES))


def _count() -> fields.Integer:
    return counted(0, allow_none=True)


class NumbersSchema(Strict):
    """Which numbers lie where on the tablet, first and last included."""

    next = counted(1, required=True, metadata={"description": "what the next change will get"})
    waiting = _ranges()
    sent = _ranges()
    quarantined = _ranges()
    settled = _ranges()


class ReportSchema(Strict):
    """A tablet's health, and the numbers it holds. What it does not know it leaves out."""

    device_id = identifier()
    version = fields.String(allow_none=True, validate=validate.Length(max=60))
    installed = fields.Boolean(allow_none=True)
    persistence = fields.String(
        allow_none=True, validate=validate.OneOf(["granted", "refused", "unsupported"])
    )
    free_bytes = _count()
    used_bytes = _count()
    waiting = _count()
    oldest_waiting_at = _Told(allow_none=True)
    quarantined = _count()
    sealed = _count()
    unreadable = _count()
    kept = _count()
    last_receipt_at = _Told(allow_none=True)
    clock_offset_ms = fields.Integer(strict=True, allow_none=True)
    repaired_rows = _count()
    warnings = fields.List(
        fields.String(validate=validate.Length(1, 40)), validate=validate.Length(max=MOST_WARNINGS)
    )
    earlier = fields.List(identifier(), allow_none=True, validate=validate.Length(max=MOST_EARLIER))
    numbers = fields.Nested(NumbersSchema, allow_none=True)


class ConcludedSchema(Schema):
    """What to send again, and what nobody has."""

    resend = fields.List(fields.List(fields.Integer()), required=True)
    missing = fields.List(fields.List(fields.Integer()), required=True)


class MissingSchema(Schema):
    """What never arrived from a tablet."""

    kind = fields.String(required=True, validate=validate.OneOf(["gap", "empty"]))
    ranges = fields.List(fields.List(fields.Integer()), required=True)
    after = fields.String(required=True, allow_none=True)
    before = fields.String(required=True, allow_none=True)
    last_heard = fields.String(required=True)
    noticed_at = fields.String(required=True)


class TabletSchema(DeviceSchema):
    """A tablet on the desk's page: its report, what waits on the server, what is missing."""

    reported_at = fields.String(required=True, allow_none=True)
    report = fields.Dict(required=True, allow_none=True)
    missing = fields.Nested(MissingSchema, required=True, allow_none=True)
    kept_by_server = fields.Integer(required=True)
    repaired_rows = fields.Integer(required=True)
    repaired_at = fields.String(required=True, allow_none=True)


class BackupSchema(Schema):
    """Whether backups are made by themselves, and when the newest was."""

    configured = fields.Boolean(required=True)
    at = fields.String(required=True, allow_none=True)


class TabletsSchema(Schema):
    """All tablets of the organization."""

    devices = fields.List(fields.Nested(TabletSchema), required=True)
    backup = fields.Nested(BackupSchema, required=True)
