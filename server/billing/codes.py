"""Which codes Kinesync bills, and how each one counts.

Timed codes are billed in units of 15 minutes of direct one-on-one contact; untimed codes are one unit
whatever the minutes. Chiropractic manipulative treatment (CMT) belongs to another's claim: it is listed
because edits look at it. Only code numbers and our own short labels stand here.

Source: CMS Pub. 100-04, Medicare Claims Processing Manual, chapter 5, section 20.2 (timed and untimed
codes); 97010 is bundled (status B) and 97014 invalid for Medicare (status I) in the Physician Fee Schedule
of 2024-07-01.

>>> counts_as("97112"), counts_as("97150"), counts_as("98941"), counts_as("99213")
('timed', 'untimed', 'outside', None)
"""

from typing import Final, Literal

Kind = Literal["timed", "untimed", "outside"]

LABELS: Final[dict[str, str]] = {
    "97010": "Hot or cold packs",
    "97012": "Mechanical traction",
    "97014": "Unattended e-stim",
    "97016": "Vasopneumatic device",
    "97018": "Paraffin bath",
    "97022": "Whirlpool",
    "97024": "Diathermy",
    "97026": "Infrared",
    "97028": "Ultraviolet",
    "97032": "Attended e-stim",
    "97033": "Iontophoresis",
    "97034": "Contrast baths",
    "97035": "Ultrasound",
    "97036": "Hubbard tank",
    "97110": "Therapeutic exercise",
    "97112": "Neuromuscular re-ed",
    "97113": "Aquatic therapy",
    "97116": "Gait training",
    "97124": "Massage",
    "97140": "Manual therapy",
    "97150": "Group",
    "97161": "PT evaluation, low",
    "97162": "PT evaluation, moderate",
    "97163": "PT evaluation, high",
    "97164": "PT re-evaluation",
    "97165": "OT evaluation, low",
    "97166": "OT evaluation, moderate",
    "97167": "OT evaluation, high",
    "97168": "OT re-evaluation",
    "97530": "Therapeutic activities",
    "97533": "Sensory integration",
    "97535": "Self-care training",
    "97537": "Community reintegration",
    "97542": "Wheelchair training",
    "97750": "Performance test",
    "97755": "Assistive technology",
    "97760": "Orthotic, first",
    "97761": "Prosthetic, first",
    "97763": "Orthotic or prosthetic, later",
    "98940": "CMT, 1-2 regions",
    "98941": "CMT, 3-4 regions",
    "98942": "CMT, 5 regions",
    "98943": "CMT, extraspinal",
    "G0283": "Unattended e-stim, Medicare",
}

SPINAL_CMT: Final = frozenset({"98940", "98941", "98942"})
OUTSIDE: Final = SPINAL_CMT | {"98943"}
_MODALITIES: Final = ("97032", "97033", "97034", "97035", "97036")
_EXERCISE_AND_MANUAL: Final = ("97110", "97112", "97113", "97116", "97124", "97140")
_ACTIVITIES: Final = ("97530", "97533", "97535", "97537", "97542")
_TESTS_AND_DEVICES: Final = ("97750", "97755", "97760", "97761", "97763")
TIMED: Final = frozenset((*_MODALITIES, *_EXERCISE_AND_MANUAL, *_ACTIVITIES, *_TESTS_AND_DEVICES))
UNTIMED: Final = frozenset(LABELS) - TIMED - OUTSIDE
PT_EVALUATIONS: Final = frozenset({"97161", "97162", "97163", "97164"})
OT_EVALUATIONS: Final = frozenset({"97165", "97166", "97167", "97168"})
EVALUATIONS: Final = PT_EVALUATIONS | OT_EVALUATIONS
GROUP: Final = "97150"
# Two of these never run in the same minute for one patient: each is the clinician's whole attention, or
# in a group's case a share of it (NCCI Policy Manual, chapter XI; supervised modalities are its exception).
ONE_ON_ONE: Final = TIMED | {GROUP}
NOT_BILLED_TO_MEDICARE: Final[dict[str, str]] = {
    "97010": "Medicare pays hot or cold packs as part of the day's other services (bundled, status B).",
    "97014": "Medicare does not take 97014 (status I): use G0283 where it was unattended stimulation.",
}

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(TIMED, "timed"),
    **dict.fromkeys(UNTIMED, "untimed"),
    **dict.fromkeys(OUTSIDE, "outside"),
}


def counts_as(code: str) -> Kind | None:
    """Return how a code counts, or None for a code Kinesync does not support."""
    return _KINDS.get(code)
