"""Shapes of an organization's own activities."""

import unicodedata

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.billing.codes import TIMED
from server.documentation.activities import DOSE_FIELDS, GROUPS

SHORTEST_NAME = 3
LONGEST_NAME = 80
MOST_FIELDS = 10


def _readable(name: str) -> None:
    if any(unicodedata.category(each).startswith("C") for each in name):
        raise ValidationError("The name is one line of ordinary characters.")
    if not any(each.isalpha() for each in name):
        raise ValidationError("Name it in words.")
    if not SHORTEST_NAME <= len(" ".join(name.split())) <= LONGEST_NAME:
        raise ValidationError(f"The name has {SHORTEST_NAME} to {LONGEST_NAME} characters.")


def _each_once(values: list[str]) -> None:
    if len(set(values)) != len(values):
        raise ValidationError("Each stands once.")


class ActivityTold(Schema):
    """An activity as an administrator tells it. `fields` stand at once on the tablet, in this order."""

    class Meta:
        unknown = RAISE

    name = fields.String(required=True, validate=_readable)
    group = fields.String(
        required=True, validate=validate.OneOf(tuple(GROUPS), error="Choose one of the groups.")
    )
    codes = fields.List(
        fields.String(validate=validate.OneOf(sorted(TIMED), error="Not a timed code of the list.")),
        required=True,
        validate=[validate.Length(min=1, error="Choose at least one code."), _each_once],
    )
    fields_ = fields.List(
        fields.String(validate=validate.OneOf(sorted(DOSE_FIELDS), error="Not a field of the dose.")),
        required=True,
        data_key="fields",
        validate=[
            validate.Length(min=1, error="Choose at least one field of the dose."),
            validate.Length(max=MOST_FIELDS, error=f"Choose at most {MOST_FIELDS} fields."),
            _each_once,
        ],
    )


class ActivityChanged(ActivityTold):
    """A change, with the version that the administrator had before them."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class Nothing(Schema):
    """That an activity is retired, or taken back: nothing more is said."""

    class Meta:
        unknown = RAISE


class ActivityShown(Schema):
    """One activity."""

    activity = fields.Dict(required=True)


class ActivitiesShown(Schema):
    """All of them, retired ones too, by name."""

    activities = fields.List(fields.Dict(), required=True)
