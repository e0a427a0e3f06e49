"""Why a code has its units: sentences a therapist understands and an auditor can recompute.

Each says the minutes, the total, the whole quarter hours and the comparison of what was left over.

>>> from server.billing.units import count
>>> minutes = [("97110", 33), ("97140", 7)]
>>> day = Explanation("cms8", minutes, count("cms8", minutes))
>>> day.shared[0].says
'The timed codes of the day make 40 minutes (97110 33, 97140 7): 3 units (38 to 52 minutes).'
>>> day.shared[1].says
'Whole quarter hours make 2 units; the 1 left goes to the most minutes left over: 97140 7 (97110 has 3).'
>>> of_code("cms8", "97140", 7, 1).says
'97140: 7 minutes = 0 whole quarters and 7 left over, which earn 1 more: 1 unit.'
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from server.billing.lines import Row
from server.billing.units import UNIT_MINUTES, Choice, Count, Counting, band

CMS8_SOURCE: Final = "CMS Pub. 100-04, chapter 5, section 20.2.C"
UNTIMED_SOURCE: Final = "CMS Pub. 100-04, chapter 5, section 20.2.B"
MIDPOINT_SOURCE: Final = "CPT, introduction, 'Time' (midpoint of 15 minutes taken as 8; payers differ)"
SOURCES: Final[dict[Counting, str]] = {
    "cms8": CMS8_SOURCE,
    "midpoint": MIDPOINT_SOURCE,
    "full15": "The payer's own policy: whole quarter hours only",
}


class Explanation:
    """What all timed codes of a day share: its total, its units, and what became of the minutes left over."""

    def __init__(self, counting: Counting, day: Sequence[tuple[str, int]], counted: Count) -> None:
        self.counting = counting
        self.total = sum([minutes for _, minutes in day])
        self.units = sum(counted.units)
        self.shared = _shared(self, day, counted) if counting == "cms8" and day else []

    def without_unit(self, code: str, minutes: int) -> str:
        """Return why a code with time has no unit."""
        if self.counting == "full15":
            return f"{minutes} minutes hold no whole quarter hour, and this payer pays no less."
        if self.counting == "midpoint":
            return f"{minutes} minutes are under 8, and this payer counts each code by itself."
        if not self.units:
            return f"The timed minutes of the day are {self.total}, under 8: no unit."
        says = self.shared[1].says
        return f"Its {minutes} minutes count in the {self.total} of the day, but earn no unit. {says}"


@lru_cache(maxsize=8192)
def of_code(counting: Counting, code: str, minutes: int, units: int) -> Row:
    """Return why a code has so many units; such rows repeat from day to day, so they are kept."""
    return Row("units", _says_of_code(counting, code, minutes, units), SOURCES[counting])


def _says_of_code(counting: Counting, code: str, minutes: int, units: int) -> str:
    whole, left = divmod(minutes, UNIT_MINUTES)
    if counting == "midpoint":
        least, most = band(units)
        return f"{code} by itself: {minutes} minutes are {_units(units)} ({least} to {most} minutes)."
    start = f"{code}: {minutes} minutes = {whole} whole quarter{'' if whole == 1 else 's'}"
    if not left:
        return f"{start}: {_units(units)}."
    earned = f"which earn {units - whole} more" if units > whole else "which earn none"
    return f"{start} and {left} left over, {earned}: {_units(units)}."


def _shared(of: Explanation, day: Sequence[tuple[str, int]], counted: Count) -> list[Row]:
    """Return the total and how what it leaves was given away."""
    listed = ", ".join([f"{code} {minutes}" for code, minutes in day])
    least, most = band(of.units)
    total = (
        f"The timed codes of the day make {of.total} minutes ({listed}): {_units(of.units)} "
        f"({least} to {most} minutes)."
    )
    return [Row("units", total, CMS8_SOURCE), Row("units", _left_over(of, day, counted), CMS8_SOURCE)]


def _left_over(of: Explanation, day: Sequence[tuple[str, int]], counted: Count) -> str:
    quarters = sum([minutes // UNIT_MINUTES for _, minutes in day])
    if quarters == of.units:
        return f"Whole quarter hours make all {_units(quarters)}."
    won: list[tuple[int, str]] = []
    lost: list[tuple[int, str]] = []
    for (code, minutes), units in zip(day, counted.units, strict=True):
        whole, left = divmod(minutes, UNIT_MINUTES)
        (won if units > whole else lost).append((-left, code))
    winners = ", ".join([f"{code} {-left}" for left, code in sorted(won, key=_by_left)])
    others = ", ".join([f"{code} has {-left}" for left, code in sorted(lost, key=_by_left)])
    goes = "goes" if of.units - quarters == 1 else "go, one each,"
    says = (
        f"Whole quarter hours make {_units(quarters)}; the {of.units - quarters} left {goes} to the most "
        f"minutes left over: {winners}{f' ({others})' if others else ''}."
    )
    return " ".join([says, *[_chosen(choice) for choice in counted.choices]])


def _by_left(found: tuple[int, str]) -> int:
    return found[0]


def _chosen(choice: Choice) -> str:
    why = {
        "preferred": "the clinician preferred it",
        "more total minutes": "it has more minutes in all",
        "order given": "it was given first, and nobody preferred another",
    }[choice.basis]
    return f"{' and '.join(choice.between)} are equal: {choice.chosen} was taken, {why}."


def _units(number: int) -> str:
    return f"{number} unit{'' if number == 1 else 's'}"
