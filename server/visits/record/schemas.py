"""Shapes of what was done and how the patient responded."""

from marshmallow import fields, validate

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


class Dose(Strict):
    """How much and how: only what makes sense for the activity is there."""

    sets = Whole(0, 999)
    reps = Whole(0, 9999)
    hold_seconds = Whole(0, 86_400)
    rest_seconds = Whole(0, 86_400)
    level = Whole(0, 999)
    cue_count = Whole(0, 9999)
    errors = Whole(0, 9999)
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


def _optional(least: int, most: int) -> Whole:
    return Whole(least, most, load_default=None, allow_none=True)


class ResponseRecord(Strict):
    """`response.record`. Pain on 0 to 10, exertion on Borg's 0 to 20, pressures in mmHg, SpO2 in percent."""

    intervention_id = identifier(required=True)
    tolerance = one_of(TOLERANCES, load_default=None, allow_none=True)
    quality = one_of(QUALITIES, load_default=None, allow_none=True)
    assistance_change = line(200, load_default=None, allow_none=True)
    pain_before = _optional(0, 10)
    pain_after = _optional(0, 10)
    exertion = _optional(0, 20)
    heart_rate = _optional(0, 400)
    systolic = _optional(0, 400)
    diastolic = _optional(0, 400)
    spo2 = _optional(0, 100)
    dizziness = YesNo(load_default=None, allow_none=True)
    fatigue = YesNo(load_default=None, allow_none=True)
    adverse = prose(load_default=None, allow_none=True)
    adverse_action = prose(load_default=None, allow_none=True)
    text = prose(load_default=None, allow_none=True)
    progression = one_of(PROGRESSIONS, load_default=None, allow_none=True)
    progression_reason = line(load_default=None, allow_none=True)
    next_step = line(load_default=None, allow_none=True)
    at = Instant(required=True)


class MeasureRecord(Strict):
    """`measure.record`. Values are whole numbers in the unit named."""

    visit_id = identifier(required=True)
    measure = line(100, least=1, required=True)
    value = Whole(-(10**9), 10**9, required=True)
    unit = line(40, required=True)
    side = one_of(SIDES, load_default=None, allow_none=True)
    trials = fields.List(Whole(-(10**9), 10**9), load_default=list, validate=validate.Length(max=MOST_TRIALS))
    at = Instant(required=True)


class SectionEdit(Strict):
    """`section.edit`. `base_hash` is the SHA-256 of the text the clinician saw ("" for none)."""

    section = one_of(SECTIONS, required=True)
    text = prose(required=True)
    base_hash = sha256_field()
