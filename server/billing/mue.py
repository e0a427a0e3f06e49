"""MUE: the most units of one code on one day that CMS finds likely.

All lines of a code are summed (both lines of a CQ split). Above the limit: a warning where CMS compares
with a clinical benchmark (adjudication indicator 3: documentation may carry it), an error where the limit
is policy (indicator 2). Indicator 1 is held against each line by itself; it is none of the shipped codes'.

Source: CMS Medically Unlikely Edits, the values of the pack at hand; adjudication: CMS, MUE FAQ (as of
2024-07-01).

>>> exceeded(5, Limit(4, "3")), exceeded(4, Limit(4, "3")), exceeded(2, Limit(1, "2"))
('warning', None, 'error')
"""

from typing import Final, NamedTuple

from server.billing.findings import Severity
from server.billing.lines import Row
from server.billing.packs import Limit

BY_LINE: Final = "1"
_SEVERITY: Final[dict[str, Severity]] = {"1": "warning", "2": "error", "3": "warning"}


class Compared(NamedTuple):
    """The units of a code held against its limit: the sentence, and how grave it is, if it is."""

    row: Row
    severity: Severity | None


def compare(code: str, units: int, limit: Limit, source: str) -> Compared:
    """Return the units of a code held against its limit."""
    return Compared(Row("mue", says(code, units, limit), source), exceeded(units, limit))


def exceeded(units: int, limit: Limit) -> Severity | None:
    """Return how grave it is that so many units stand on a day, or None within the limit."""
    return _SEVERITY[limit.adjudication] if units > limit.units else None


def says(code: str, units: int, limit: Limit) -> str:
    """Return the comparison with the limit."""
    within = "above" if units > limit.units else "within"
    return (
        f"{units} unit{'s' if units > 1 else ''} of {code}: {within} the {limit.units} of a day "
        f"(MUE, adjudication indicator {limit.adjudication})."
    )
