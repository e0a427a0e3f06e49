"""Shapes of amounts used and fees, as they are entered and shown."""

from datetime import date, timedelta
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.claims.amounts.counting import BUCKETS
from server.claims.schemas import CODE, LAST_DATE
from server.visits.fields import Whole, line, one_of
from server.visits.schemas import Strict

MOST_CENTS: Final = 100_000_000_00
MOST_FEES: Final = 200
FIRST_YEAR: Final = 2022
_ENTERED: Final = ("code", "cents", "effective_from")


class YearAsked(Strict):
    """Which calendar year is asked for; without one, this year."""

    year = fields.Integer(load_default=None, validate=validate.Range(FIRST_YEAR, LAST_DATE.year))


class UsedTold(Strict):
    """What a patient has used of a year's amount, through a date, and who says so."""

    year = Whole(FIRST_YEAR, LAST_DATE.year, required=True)
    bucket = one_of(BUCKETS.values(), required=True)
    used_cents = Whole(0, MOST_CENTS, required=True)
    as_of = fields.Date(required=True)
    source = line(200, least=1, required=True)

    @validates_schema
    def is_of_its_year(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a date of another year; the last day of the year before means: nothing yet."""
        first = date(data["year"], 1, 1) - timedelta(days=1)
        if not first <= data["as_of"] <= date(data["year"], 12, 31):
            raise ValidationError("The date is not of that year.", "as_of")


class FeeTold(Strict):
    """What one unit of a code is allowed, from a date on."""

    code = fields.String(required=True, validate=CODE)
    cents = Whole(0, MOST_CENTS, required=True)
    effective_from = fields.Date(required=True, validate=validate.Range(max=LAST_DATE))


class FeesTold(Strict):
    """One fee, or `fees` with several of them."""

    code = fields.String(validate=CODE)
    cents = Whole(0, MOST_CENTS)
    effective_from = fields.Date(validate=validate.Range(max=LAST_DATE))
    fees = fields.List(fields.Nested(FeeTold), validate=validate.Length(1, MOST_FEES))

    @validates_schema
    def is_one_or_several(self, data: dict[str, Any], **_: object) -> None:
        """Refuse half a fee, and one beside several."""
        given = [name for name in _ENTERED if name in data]
        if "fees" in data and given:
            raise ValidationError("Either one fee or several.", "fees")
        if "fees" not in data and len(given) < len(_ENTERED):
            missing = next(name for name in _ENTERED if name not in data)
            raise ValidationError("Missing data for required field.", missing)


class YearShown(Schema):
    """What a patient has used of a year's amounts."""

    patient_id = fields.String(required=True)
    year = fields.Integer(required=True)
    buckets = fields.List(fields.Dict(), required=True)


class NearShown(Schema):
    """Who has used 80 % or more of an amount of this year."""

    year = fields.Integer(required=True)
    without_amount = fields.List(fields.String(), required=True)
    patients = fields.List(fields.Dict(), required=True)


class FeesShown(Schema):
    """The fee table."""

    fees = fields.List(fields.Dict())
    fee = fields.Dict()
