"""The words that facts of a visit may use."""

from typing import Final

from server.billing.codes import TIMED, UNTIMED
from server.billing.regions import COVERS

TIMED_CODES: Final = TIMED
UNTIMED_CODES: Final = UNTIMED
CODES: Final = TIMED | UNTIMED
REGIONS: Final = frozenset(COVERS)

PERFORMERS: Final = ("therapist", "assistant", "together")
PROVENANCES: Final = ("timed", "corrected", "reconstructed", "typed")
STOP_CAUSES: Final = ("stop", "switch", "pause")
PAUSE_REASONS: Final = ("rest", "toilet", "vitals", "interruption")
CLOSINGS: Final = ("missed", "cancelled", "refused", "held")
CORRECTION_REASONS: Final = ("forgot-to-start", "forgot-to-stop", "wrong-code", "other")
SECTIONS: Final = ("subjective", "objective", "assessment", "plan")
TOLERANCES: Final = ("well", "effort", "poor")
QUALITIES: Final = ("better", "same", "worse")
PROGRESSIONS: Final = ("progressed", "maintained", "regressed")
SIDES: Final = ("left", "right", "bilateral")
ADDENDUM_KINDS: Final = ("addendum", "correction", "late-entry")

# What a reviewer is told about a time; nothing is refused because of a clock.
CLOCK_AHEAD: Final = "clock-ahead"
CLOCK_SKEW: Final = "clock-skew"
OVERLAPS_RUNNING: Final = "overlaps-running"
PERFORMER_CHANGED: Final = "performer-changed"
OVER_LONG: Final = "over-long"
LATE_ENTRY: Final = "late-entry"
