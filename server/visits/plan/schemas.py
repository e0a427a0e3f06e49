"""Shapes of goals and precautions as a tablet sends them.

>>> PrecautionsChange().load({"added": ["Fall risk"]})["added"]
['Fall risk']
"""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.documentation.limits import RESPONSE
from server.visits.fields import LONGEST_LINE, Whole, identifier, line, one_of
from server.visits.schemas import Strict

MOST_GOALS = 99
MOST_PRECAUTIONS = 12
LONGEST_PRECAUTION = 200
MOST_LIMITS = 20
OUTCOMES = ("met", "ended")
# A patient's own limits: the figure of the response, and on which side of the bound it must stay.
LIMITS = {
    "systolic_max": "systolic",
    "systolic_min": "systolic",
    "diastolic_max": "diastolic",
    "diastolic_min": "diastolic",
    "heart_rate_max": "heart_rate",
    "heart_rate_min": "heart_rate",
    "spo2_min": "spo2",
    "exertion_max": "exertion",
    "pain_after_max": "pain_after",
}


def _says(value: str) -> None:
    if not value.strip():
        raise ValidationError("Write it in words.")


def _words(most: int, **options: Any) -> fields.String:
    return fields.String(validate=[_says, validate.Length(max=most)], **options)


class GoalSet(Strict):
    """`goal.set`: a new goal. `number` is what the tablet showed; the next free one if it is taken."""

    episode_id = identifier(required=True)
    number = Whole(1, MOST_GOALS, required=True)
    text = _words(LONGEST_LINE, required=True)
    measure = line(100, load_default=None, allow_none=True)
    target = line(200, load_default=None, allow_none=True)


class GoalClose(Strict):
    """`goal.close`: reached on a day, or no longer pursued and why."""

    outcome = one_of(OUTCOMES, required=True)
    on = fields.Date(required=True)
    reason = line(load_default=None, allow_none=True)

    @validates_schema
    def _why(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("outcome") == "ended" and not (data.get("reason") or "").strip():
            raise ValidationError("Say why it is no longer pursued.", "reason")


class GoalReopen(Strict):
    """`goal.reopen`: it was closed by mistake, or is pursued again."""


class LimitChange(Strict):
    """One limit: what the clinician saw, and what it is to be. None: there is none."""

    name = one_of(LIMITS, required=True)
    seen = Whole(0, 300, required=True, allow_none=True)
    bound = Whole(0, 300, required=True, allow_none=True)

    @validates_schema
    def _possible(self, data: dict[str, Any], **_: Any) -> None:
        figure = RESPONSE[LIMITS[data["name"]]]
        if data["bound"] is not None and not figure.least <= data["bound"] <= figure.most:
            raise ValidationError(f"From {figure.least} to {figure.most}.", "bound")


class PrecautionsChange(Strict):
    """`precautions.change`: what was added and taken away, so that two clinicians' changes add up."""

    added = fields.List(_words(LONGEST_PRECAUTION), load_default=list, validate=validate.Length(max=12))
    removed = fields.List(_words(LONGEST_PRECAUTION), load_default=list, validate=validate.Length(max=12))
    limits = fields.List(
        fields.Nested(LimitChange), load_default=list, validate=validate.Length(max=MOST_LIMITS)
    )
