"""Shapes of the changes to times."""

from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, validates_schema

from server.visits.fields import Instant, Whole, YesNo, identifier, line, one_of
from server.visits.schemas import DAY_MINUTES, Circumstances, LooseTimeFact, Strict, TimeFact
from server.visits.vocabulary import (
    CORRECTION_REASONS,
    PAUSE_REASONS,
    PERFORMERS,
    PROVENANCES,
    STOP_CAUSES,
    TIMED_CODES,
    UNTIMED_CODES,
)

LONGEST = timedelta(hours=24)
CHANGES = ("started_at", "ended_at", "code", "performer")


class SegmentStart(TimeFact):
    """`segment.start`."""

    visit_id = identifier(required=True)
    code = one_of(TIMED_CODES, required=True)
    started_at = Instant(required=True)


class SegmentStop(LooseTimeFact):
    """`segment.stop`. A pause closes the segment too, and says why."""

    ended_at = Instant(required=True)
    because = one_of(STOP_CAUSES, required=True)
    pause_reason = one_of(PAUSE_REASONS, load_default=None, allow_none=True)

    @validates_schema
    def only_a_pause_has_a_reason(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a pause's reason on anything else."""
        if data["pause_reason"] is not None and data["because"] != "pause":
            raise ValidationError("Only a pause has a reason.", "pause_reason")


class SegmentCorrect(Circumstances):
    """`segment.correct`. What is not given stays as it was."""

    started_at = Instant(load_default=None, allow_none=True)
    ended_at = Instant(load_default=None, allow_none=True)
    code = one_of(TIMED_CODES, load_default=None, allow_none=True)
    performer = one_of(PERFORMERS, load_default=None, allow_none=True)
    provenance = one_of(PROVENANCES, load_default="corrected")
    remove = YesNo(load_default=False)
    reason = one_of(CORRECTION_REASONS, required=True)
    note = line(load_default=None, allow_none=True)

    @validates_schema
    def corrects_something(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a correction that says nothing, or an end before the start."""
        if not data["remove"] and all(data[name] is None for name in CHANGES):
            raise ValidationError("The correction changes nothing.")
        if data["started_at"] and data["ended_at"]:
            check_span(data["started_at"], data["ended_at"])


class PauseRecord(Strict):
    """`pause.record`: why a segment was paused. The segment and its time stay as they are."""

    segment_id = identifier(required=True)
    reason = one_of(PAUSE_REASONS, required=True)
    at = Instant(required=True)


class UntimedRecord(TimeFact):
    """`untimed.record`."""

    visit_id = identifier(required=True)
    code = one_of(UNTIMED_CODES, required=True)
    minutes = Whole(0, DAY_MINUTES - 1, required=True)
    at = Instant(required=True)


class UntimedRemove(Strict):
    """`untimed.remove`: nothing but the id."""


def check_span(started_at: Any, ended_at: Any) -> None:
    """Raise ValidationError unless the end follows the start within a day."""
    if ended_at <= started_at:
        raise ValidationError("A segment ends after it starts.", "ended_at")
    if ended_at - started_at >= LONGEST:
        raise ValidationError("A segment lasts less than 24 hours.", "ended_at")
