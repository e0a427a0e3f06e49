"""Shapes of the changes to a visit itself, and the facts that every time carries."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from server.visits.fields import Instant, Whole, identifier, line, one_of
from server.visits.vocabulary import CLOSINGS, PERFORMERS, PROVENANCES

DAY_MINUTES = 1440
_ZONE = validate.Regexp(r"[A-Za-z0-9_+\-/]{1,64}\Z")


class Strict(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = RAISE


class Circumstances(Strict):
    """Where and how a time was taken. All of it may be missing."""

    zone = fields.String(load_default=None, allow_none=True, validate=_ZONE)
    offset_minutes = Whole(-DAY_MINUTES, DAY_MINUTES, load_default=None, allow_none=True)
    page_run_id = line(64, load_default=None, allow_none=True)
    monotonic_ms = Whole(load_default=None, allow_none=True)


class TimeFact(Circumstances):
    """A time with who performs and where the time comes from."""

    performer = one_of(PERFORMERS, required=True)
    provenance = one_of(PROVENANCES, required=True)


class LooseTimeFact(Circumstances):
    """A time that may come from a lock screen, which knows no performer."""

    performer = one_of(PERFORMERS, load_default=None, allow_none=True)
    provenance = one_of(PROVENANCES, load_default="timed")


class VisitStart(LooseTimeFact):
    """`visit.start`."""

    patient_id = identifier(required=True)
    episode_id = identifier(required=True)
    appointment_id = identifier(load_default=None, allow_none=True)
    clinic_id = identifier(load_default=None, allow_none=True)
    place_of_service = fields.String(required=True, validate=validate.Regexp(r"[0-9]{2}\Z"))
    started_at = Instant(required=True)


class VisitEnd(LooseTimeFact):
    """`visit.end`."""

    ended_at = Instant(required=True)


class VisitVoid(Strict):
    """`visit.void`."""

    reason = line(least=1, required=True)


class VisitPlace(Strict):
    """`visit.place`: where it takes place, by CMS's code set, such as 11 office and 12 home."""

    place_of_service = fields.String(required=True, validate=validate.Regexp(r"[0-9]{2}\Z"))


class CloseAppointment(Strict):
    """An appointment that does not become a visit, and why."""

    status = one_of(CLOSINGS, required=True)
    reason = line(200, load_default=None, allow_none=True)


class AppointmentClose(CloseAppointment):
    """`appointment.close`."""


class AppointmentReopen(Strict):
    """`appointment.reopen`: nothing but the id."""


def fact_of(data: dict[str, Any], clock_offset_ms: int) -> dict[str, Any]:
    """Return what is kept beside a time: how it was taken, by whom, on which clock."""
    names = ("performer", "provenance", "zone", "offset_minutes", "page_run_id", "monotonic_ms")
    return {**{name: data.get(name) for name in names}, "clock_offset_ms": clock_offset_ms}
