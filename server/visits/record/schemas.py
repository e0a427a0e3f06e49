"""Shapes of what was done and how the patient responded."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.documentation.limits import DOSE, RESPONSE, Limit, impossible_pairs
from server.documentation.measures import fault
from server.visits.fields import Instant, Whole, YesNo, identifier, line, one_of, prose
from server.visits.schemas import Strict
from server.visits.vocabulary import (
    CODES,
    PROGRESSIONS,
    QUALITIES,
    REGIONS,
    SECTIONS,
    SIDES,
    TOLERANCES,
)

MOST_REGIONS = 40
MOST_TRIALS = 50


def sha256_field() -> fields.String:
    """Return a field for a SHA-256 in lower-case hex."""
    return fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))


def _within(limit: Limit, **options: Any) -> Whole:
    return Whole(limit.least, limit.most, **options)


class Dose(Strict):
    """How much and how: only what makes sense for the activity is there. Lengths in seconds."""

    sets = _within(DOSE["sets"])
    reps = _within(DOSE["reps"])
    hold_seconds = _within(DOSE["hold_seconds"])
    rest_seconds = _within(DOSE["rest_seconds"])
    level = _within(DOSE["level"])
    cue_count = _within(DOSE["cue_count"])
    errors = _within(DOSE["errors"])
    losses_of_balance = _within(DOSE["losses_of_balance"])
    position = line(100)
    surface = line(100)
    support = line(100)
    base_of_support = line(100)
    vision = line(100)
    dual_task = line(200)
    equipment = line(200)
    resistance = line(100)
    assistance = line(100)
    cue_type = line(100)


class InterventionRecord(Strict):
    """`intervention.record`. What is not there yet may follow: it is saved as it is."""

    visit_id = identifier(required=True)
    code = one_of(CODES, required=True)
    activity_id = line(64, load_default=None, allow_none=True)
    technique = line(200, required=True)
    regions = fields.List(one_of(REGIONS), load_default=list, validate=validate.Length(max=MOST_REGIONS))
    purpose = line(load_default="")
    goal_id = identifier(load_default=None, allow_none=True)
    deficit = line(load_default=None, allow_none=True)
    frequency = line(100, load_default="")
    intensity = line(200, load_default="")
    duration = line(100, load_default="")
    dose = fields.Nested(Dose, load_default=dict)
    skilled_need = prose(load_default="")
    at = Instant(required=True)


class InterventionRemove(Strict):
    """`intervention.remove`."""

    reason = line(load_default=None, allow_none=True)


def _figure(name: str) -> Whole:
    return _within(RESPONSE[name], load_default=None, allow_none=True)


class ResponseRecord(Strict):
    """`response.record`. Pain on 0 to 10, exertion on Borg's CR10, pressures in mmHg, SpO2 in percent."""

    intervention_id = identifier(required=True)
    tolerance = one_of(TOLERANCES, load_default=None, allow_none=True)
    quality = one_of(QUALITIES, load_default=None, allow_none=True)
    assistance_change = line(200, load_default=None, allow_none=True)
    pain_before = _figure("pain_before")
    pain_after = _figure("pain_after")
    exertion = _figure("exertion")
    heart_rate = _figure("heart_rate")
    systolic = _figure("systolic")
    diastolic = _figure("diastolic")
    spo2 = _figure("spo2")
    dizziness = YesNo(load_default=None, allow_none=True)
    fatigue = YesNo(load_default=None, allow_none=True)
    adverse = prose(load_default=None, allow_none=True)
    adverse_action = prose(load_default=None, allow_none=True)
    text = prose(load_default=None, allow_none=True)
    progression = one_of(PROGRESSIONS, load_default=None, allow_none=True)
    progression_criterion = line(load_default=None, allow_none=True)
    progression_reason = line(load_default=None, allow_none=True)
    next_step = line(load_default=None, allow_none=True)
    at = Instant(required=True)

    @validates_schema
    def _pairs(self, data: dict[str, Any], **_: Any) -> None:
        if impossible := impossible_pairs(data):
            raise ValidationError({name: ["It is not below its partner."] for name in impossible})


class MeasureRecord(Strict):
    """`measure.record`. Values are whole numbers in the unit named."""

    visit_id = identifier(required=True)
    measure = line(100, least=1, required=True)
    value = Whole(-(10**9), 10**9, required=True)
    unit = line(40, required=True)
    side = one_of(SIDES, load_default=None, allow_none=True)
    trials = fields.List(Whole(-(10**9), 10**9), load_default=list, validate=validate.Length(max=MOST_TRIALS))
    at = Instant(required=True)

    @validates_schema
    def _possible(self, data: dict[str, Any], **_: Any) -> None:
        if found := fault(data["measure"], data["unit"], data["value"]):
            field, why = found
            raise ValidationError({field: [why]})


class SectionEdit(Strict):
    """`section.edit`. `base_hash` is the SHA-256 of the text the clinician saw ("" for none)."""

    section = one_of(SECTIONS, required=True)
    text = prose(required=True)
    base_hash = sha256_field()
