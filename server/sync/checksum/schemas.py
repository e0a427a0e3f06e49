"""What a tablet asks of its checksums, and what it is told."""

from marshmallow import Schema, fields, validate

from server.sync.cursor import MAX_CHARACTERS
from server.sync.schemas import ChangeSchema, Strict, identifier

MOST_ROWS = 100
LONGEST_PREFIX = 63
_hex = validate.Regexp(r"[0-9a-f]*\Z", error="Must be lower-case hex.")


class AskedSchema(Strict):
    """Which digests: of all scopes, or of the parts of one below a prefix."""

    device_id = identifier()
    cursor = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=MAX_CHARACTERS))
    scope = fields.String(allow_none=True, load_default=None, validate=validate.Length(1, 60))
    prefix = fields.String(load_default="", validate=[validate.Length(max=LONGEST_PREFIX), _hex])


class RowsSchema(Strict):
    """Rows that differ."""

    class RowSchema(Strict):
        """One of them."""

        entity = fields.String(required=True, validate=validate.Length(1, 40))
        id = identifier()

    device_id = identifier()
    rows = fields.List(fields.Nested(RowSchema), required=True, validate=validate.Length(max=MOST_ROWS))


class SumSchema(Schema):
    """How many rows, and the exclusive or of their digests in hex."""

    scope = fields.String()
    prefix = fields.String()
    count = fields.Integer(required=True)
    sum = fields.String(required=True)


class HeldSchema(Schema):
    """A row by its hash."""

    entity = fields.String(required=True)
    id = identifier()
    version = fields.Integer(required=True)
    hash = fields.String(required=True)


class ChecksumSchema(Schema):
    """`scopes` or `parts`; `rows` when there are few. Not `current`: pull first, then compare."""

    epoch = identifier()
    current = fields.Boolean(required=True)
    scopes = fields.List(fields.Nested(SumSchema))
    parts = fields.List(fields.Nested(SumSchema))
    rows = fields.List(fields.Nested(HeldSchema))


class RepairedSchema(Schema):
    """The rows as they are; `gone` are in no scope of the clinician's."""

    epoch = identifier()
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    gone = fields.List(fields.Dict(), required=True)
