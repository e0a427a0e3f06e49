"""A line of the day's result while the rules work on it.

Modifiers are kept by kind until the end: their order is the policy's, and a kind may still be taken back.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from server.billing.policies import Slot


class Row(NamedTuple):
    """One step of a derivation: the rule, a sentence to recompute it by, where the rule stands."""

    rule: str
    says: str
    source: str


class Line:
    """One line: a code with units, and why."""

    __slots__ = ("code", "extra", "held", "minutes", "modifiers", "outside", "rows", "units")

    def __init__(self, code: str, units: int, minutes: int, *, outside: bool = False) -> None:
        self.code = code
        self.units = units
        self.minutes = minutes
        self.outside = outside
        self.held = False
        self.modifiers: dict[Slot, str] = {}
        self.extra: list[str] = []
        self.rows: list[Row] = []

    def ordered(self, order: Sequence[Slot]) -> list[str]:
        """Return the modifiers in the policy's order."""
        found: list[str] = []
        for kind in order:
            if kind == "extra":
                found += self.extra
            elif kind in self.modifiers:
                found.append(self.modifiers[kind])
        return found

    def as_json(self, order: Sequence[Slot]) -> dict[str, Any]:
        """Return the line as it stands in an answer."""
        return {
            "code": self.code,
            "units": self.units,
            "modifiers": self.ordered(order),
            "minutes": self.minutes,
            "held": self.held,
            "outside": self.outside,
            "derivation": [
                {"rule": rule, "says": says, "source": source} for rule, says, source in self.rows
            ],
        }
