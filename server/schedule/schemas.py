"""What the page of a day's appointments asks and is told."""

from marshmallow import RAISE, Schema, fields


class DaySchema(Schema):
    """A day of the clinic."""

    class Meta:
        unknown = RAISE

    date = fields.Date(required=True)


class AppointmentSchema(Schema):
    """An appointment, with the patient's name."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    patient_id = fields.String(required=True)
    patient_name = fields.String(required=True)
    episode_id = fields.String(required=True)
    clinic_id = fields.String(required=True, allow_none=True)
    clinician_ids = fields.List(fields.String(), required=True)
    starts_at = fields.String(required=True)
    minutes = fields.Integer(required=True)
    status = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    place = fields.String(required=True, allow_none=True)
    visit_id = fields.String(required=True)
    closed_as = fields.String(required=True, allow_none=True)
    closed_by = fields.String(required=True, allow_none=True)
    closed_at = fields.String(required=True, allow_none=True)


class AppointmentsSchema(Schema):
    """The appointments of a day, by start."""

    appointments = fields.List(fields.Nested(AppointmentSchema), required=True)
