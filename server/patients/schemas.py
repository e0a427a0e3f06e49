"""What the pages about patients are told."""

from marshmallow import Schema, fields


class PatientSchema(Schema):
    """A patient, as pages show them."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    birth_date = fields.String(required=True)
    precautions = fields.List(fields.String(), required=True)
    vital_limits = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    contact = fields.String(required=True, allow_none=True)


class PatientsSchema(Schema):
    """The patients of whom the asker may know, by name."""

    patients = fields.List(fields.Nested(PatientSchema), required=True)


class PatientPageSchema(Schema):
    """One patient, and the ids of the clinicians who treat them."""

    patient = fields.Nested(PatientSchema, required=True)
    care_team = fields.List(fields.String(), required=True)
