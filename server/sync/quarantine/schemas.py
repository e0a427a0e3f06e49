"""What the quarantine takes and shows."""

from marshmallow import Schema, fields, validate

from server.sync.schemas import (
    MAX_MUTATION_BYTES,
    MAX_MUTATIONS,
    Strict,
    VerdictSchema,
    counted,
    identifier,
)

LONGEST_QUESTION = 2000


class WrapSchema(Strict):
    """The outbox key, wrapped to the organization's public key; binary fields are base64url."""

    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    kind = fields.String(required=True, validate=validate.Equal("organization"))
    kid = fields.String(required=True, validate=validate.Length(equal=64))
    ephemeral = fields.String(required=True, validate=validate.Length(1, 100))
    iv = fields.String(required=True, validate=validate.Length(1, 24))
    ct = fields.String(required=True, validate=validate.Length(1, 100))


class SealedRowSchema(Strict):
    """One row of the tablet's storage as it lies there."""

    store = fields.String(required=True, validate=validate.OneOf(["outbox", "sent", "quarantine"]))
    n = counted(1, required=True)
    iv = fields.String(required=True, validate=validate.Length(1, 24))
    ct = fields.String(required=True, validate=validate.Length(1, 2 * MAX_MUTATION_BYTES))


class SealedSchema(Strict):
    """A sealed outbox. Without a session the tablet says whose it is and shows its upload token."""

    protocol = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    device_id = identifier()
    clinician_id = identifier(allow_none=True, load_default=None)
    upload_token = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=100))
    wrap = fields.Nested(WrapSchema, required=True)
    rows = fields.List(
        fields.Nested(SealedRowSchema), required=True, validate=validate.Length(1, MAX_MUTATIONS)
    )


class RescueSchema(Strict):
    """One part of a rescue file, as a supervisor imports it."""

    protocol = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    device_id = identifier()
    clinician_id = identifier()
    wrap = fields.Nested(WrapSchema, required=True)
    rows = fields.List(
        fields.Nested(SealedRowSchema), required=True, validate=validate.Length(1, MAX_MUTATIONS)
    )


class AskSchema(Strict):
    """A question to the supervisors about a change that was refused."""

    mutation_id = identifier()
    question = fields.String(required=True, validate=validate.Length(1, LONGEST_QUESTION))


class AnswerSchema(Strict):
    """The answer to one."""

    answer = fields.String(required=True, validate=validate.Length(1, LONGEST_QUESTION))


class RescuedSchema(Schema):
    """Where a part waits, and whether it was here before."""

    id = identifier()
    known = fields.Boolean(required=True)


class KeptSchema(Schema):
    """Where the sealed work waits."""

    id = identifier()


class QuarantinedSchema(Schema):
    """What waits in quarantine, and why; never its words."""

    id = identifier()
    clinician_id = identifier()
    device_id = identifier()
    mutation_id = identifier(allow_none=True)
    kind = fields.String(required=True)
    reason = fields.Dict(required=True)
    received_at = fields.String(required=True)
    settled_at = fields.String(required=True, allow_none=True)
    asked_at = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True)


class ListedSchema(QuarantinedSchema):
    """The same in a list, with whose it is."""

    clinician_name = fields.String(required=True)


class QuarantineSchema(Schema):
    """All that waits."""

    quarantined = fields.List(fields.Nested(ListedSchema), required=True)


class OpenedSchema(QuarantinedSchema):
    """One refused mutation with its words, for its author and a supervisor; none of sealed work."""

    mutation = fields.Dict(required=True, allow_none=True)
    question = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_by_name = fields.String(required=True, allow_none=True)


class ConfirmedSchema(Schema):
    """What became of sealed work once its author confirmed it."""

    verdicts = fields.List(fields.Nested(VerdictSchema), required=True)
