"""What signing in takes and answers."""

from marshmallow import RAISE, Schema, fields, validate


class SignInSchema(Schema):
    """Address, password, and the code of an authenticator app where the organization asks for one."""

    class Meta:
        unknown = RAISE

    email = fields.String(required=True, validate=validate.Length(1, 254))
    password = fields.String(required=True, validate=validate.Length(1, 1024))
    code = fields.String(load_default=None, validate=validate.Regexp(r"\A[0-9]{6}\Z"))


class ClinicianSchema(Schema):
    """Who is signed in."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    credentials = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    discipline = fields.String(required=True, allow_none=True)


class OrganizationSchema(Schema):
    """For whom."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    time_zone = fields.String(required=True)
    offline_lease_hours = fields.Integer(required=True)
    outbox_public_key = fields.String(required=True, metadata={"description": "SPKI of P-256, base64url"})
    demo = fields.Boolean(required=True)
    second_factor = fields.Boolean(required=True)


class SignedInSchema(Schema):
    """Who is signed in, and for whom."""

    clinician = fields.Nested(ClinicianSchema, required=True)
    organization = fields.Nested(OrganizationSchema, required=True)
