"""What enrolling takes and answers, and the list of devices."""

from marshmallow import RAISE, Schema, fields, validate

UUID = validate.Regexp(
    r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z", error="Not a UUID."
)


class EnrolSchema(Schema):
    """The tablet's own id, and a name by which people know it."""

    class Meta:
        unknown = RAISE

    id = fields.String(required=True, validate=UUID)
    name = fields.String(required=True, validate=[validate.Length(1, 60), validate.Regexp(r".*\S")])


class EnrolledSchema(Schema):
    """What the tablet keeps: the server's half of its key, and the right to upload sealed work."""

    id = fields.String(required=True)
    server_half = fields.String(required=True, metadata={"description": "32 bytes, base64url"})
    upload_token = fields.String(required=True)


class DeviceSchema(Schema):
    """A device, as administrators see it."""

    id = fields.String(required=True)
    clinician_id = fields.String(required=True)
    clinician_name = fields.String(required=True)
    name = fields.String(required=True)
    enrolled_at = fields.String(required=True)
    last_seen_at = fields.String(required=True)
    revoked_at = fields.String(required=True, allow_none=True)
    acked_n = fields.Integer(required=True)
    last_version = fields.String(required=True, allow_none=True)
