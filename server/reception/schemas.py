"""Shapes of what is told at the reception."""

import re
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.visits.fields import Whole, identifier, one_of
from server.visits.schemas import Strict

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2199, 12, 31)
MOST_PRECAUTIONS = 12
MOST_DIAGNOSES = 12
MOST_CLINICIANS = 12
LONGEST_APPOINTMENT_MINUTES = 480
MOST_WEEKS = 26
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
# Beyond these years instants overflow; nobody means them.
_YEARS = validate.Range(FIRST_DATE, LAST_DATE, error="The year is not right.")
_FIGURE = dict.fromkeys(("invalid", "null"), "Write a whole number.")


def _words(most: int, what: str) -> fields.String:
    """Return a field for a line that has to say something; `what` is asked for when it does not."""

    def says(value: str) -> None:
        if not value.strip():
            raise ValidationError(what)
        if not value.isprintable():
            raise ValidationError("One line of ordinary characters.")

    length = validate.Length(max=most, error="At most {max} characters in a line.")
    return fields.String(required=True, validate=[says, length])


def _precautions() -> fields.List[str]:
    return fields.List(
        _words(200, "Say what to mind, or leave it out."),
        required=True,
        validate=validate.Length(max=MOST_PRECAUTIONS),
    )


class DiagnosisTold(Strict):
    """A diagnosis: its ICD-10-CM code, and what it is in our words."""

    code = fields.String(
        required=True,
        validate=validate.Regexp(
            r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\Z", error="Not an ICD-10 code: write it as R26.81."
        ),
    )
    label = _words(200, "Say what it is.")


class EpisodeTold(Strict):
    """The plan of care. `clinician_ids` is who treats; the first one, a therapist, leads."""

    discipline = one_of(("PT", "OT"), required=True)
    title = _words(200, "Say what the plan of care is for.")
    diagnoses = fields.List(
        fields.Nested(DiagnosisTold), load_default=list, validate=validate.Length(max=MOST_DIAGNOSES)
    )
    payer_policy_id = fields.String(
        required=True, validate=validate.Regexp(_ID, error="Choose a payer policy.")
    )
    frequency = _words(100, "Say how often, such as: 2 a week.")
    duration = _words(100, "Say how long, such as: 6 weeks.")
    visits_planned = Whole(1, 500, load_default=None, allow_none=True, error_messages=_FIGURE)
    certified_from = fields.Date(load_default=None, allow_none=True, validate=_YEARS)
    certified_until = fields.Date(load_default=None, allow_none=True, validate=_YEARS)
    clinician_ids = fields.List(
        identifier(),
        required=True,
        validate=validate.Length(1, MOST_CLINICIANS, error="Choose who treats."),
    )

    @validates_schema
    def _certification(self, data: dict[str, Any], **_: Any) -> None:
        begins, ends = data.get("certified_from"), data.get("certified_until")
        if begins and ends and ends < begins:
            raise ValidationError("It ends before it begins.", "certified_until")


class AppointmentTold(Strict):
    """The first appointment, by the clock of its clinic; without a clinic it is at home."""

    day = fields.Date(required=True, error_messages={"invalid": "Choose the day."}, validate=_YEARS)
    time = fields.String(required=True, validate=validate.Regexp(_TIME, error="Write the time as 09:30."))
    minutes = Whole(5, LONGEST_APPOINTMENT_MINUTES, required=True, error_messages=_FIGURE)
    clinic_id = identifier(load_default=None, allow_none=True)


class BookingTold(AppointmentTold):
    """Appointments of a patient: the first one, and so many weeks in which it is the same."""

    episode_id = identifier(required=True)
    clinician_ids = fields.List(
        identifier(),
        required=True,
        validate=validate.Length(1, MOST_CLINICIANS, error="Choose who treats."),
    )
    weeks = Whole(1, MOST_WEEKS, load_default=1, error_messages=_FIGURE)


class PatientTold(Strict):
    """A new patient. `although_known`: there is one of this name and birth date, and this is another."""

    given_name = _words(100, "Write the given name.")
    family_name = _words(100, "Write the family name.")
    birth_date = fields.Date(
        required=True,
        error_messages={"invalid": "Give the birth date."},
        validate=_YEARS,
    )
    precautions = _precautions()
    episode = fields.Nested(EpisodeTold, required=True)
    appointment = fields.Nested(AppointmentTold, load_default=None, allow_none=True)
    although_known = fields.Boolean(load_default=False)


class PrecautionsTold(Strict):
    """All precautions of a patient, with the version that was before whoever changes them."""

    version = Whole(1, required=True)
    precautions = _precautions()


class PatientShown(Schema):
    """A patient as the reception sees them."""

    patient = fields.Dict(required=True)


class Booked(Schema):
    """A patient's plans of care, and the appointments to come."""

    episodes = fields.List(fields.Dict(), required=True)
    appointments = fields.List(fields.Dict(), required=True)


class Reception(Schema):
    """Patients, and what there is to choose from for a new one."""

    patients = fields.List(fields.Dict(), required=True)
    clinicians = fields.List(fields.Dict(), required=True)
    clinics = fields.List(fields.Dict(), required=True)
    policies = fields.List(fields.Dict(), required=True)
