"""Billing units from the minutes of timed codes: three ways of counting.

`cms8` (Medicare): the minutes of every timed code of the day are added and the total alone gives the number
of units: 8-22 minutes are 1, 23-37 are 2, and so on by 15. Each code first gets its whole quarter hours;
what is left goes one each to the codes with the most minutes left over, though that be under 8. Codes with
equal minutes left over are equals: the manual leaves the choice to the clinician. Source: CMS Pub. 100-04,
Medicare Claims Processing Manual, chapter 5, section 20.2.C, "Counting Minutes for Timed Codes in 15 Minute
Units". Its table ends at 8 units; the text says that the pattern goes on.

`midpoint` (substantial portion): the same bands for each code by itself, nothing is pooled.
Source: CPT, introduction, "Time": a unit is attained when the midpoint is passed. That 15 minutes
pass it at 8 is the usual reading, and payers differ: a policy should cite its own.

`full15`: whole quarter hours only. Source: the payer's own policy.

>>> day = [("97112", 24), ("97110", 23)]  # the manual's example 1
>>> count("cms8", day).units, count("midpoint", day).units, count("full15", day).units
([2, 1], [2, 2], [1, 1])
>>> count("cms8", [("97110", 33), ("97140", 7)]).units  # example 3: seven minutes earn a unit of the total
[2, 1]
>>> count("cms8", [("97112", 20), ("97110", 20)]).choices  # example 2: either may have the third unit
[Choice(between=('97112', '97110'), chosen='97112', basis='order given')]
>>> count("cms8", [("97112", 20), ("97110", 20)], prefer=["97110"]).units
[1, 2]
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Counting = Literal["cms8", "midpoint", "full15"]
Basis = Literal["preferred", "more total minutes", "order given"]

UNIT_MINUTES = 15
FIRST_UNIT_MINUTES = 8


class Choice(NamedTuple):
    """One unit awarded among equals: who could have had it, who has it, and why."""

    between: tuple[str, ...]
    chosen: str
    basis: Basis


class Count(NamedTuple):
    """The units of each code in the order given, and the choices among equals."""

    units: list[int]
    choices: list[Choice]


def units_in(minutes: int) -> int:
    """Return the units that so many minutes are: none under 8, then one more every 15.

    >>> [units_in(minutes) for minutes in (7, 8, 22, 23, 247)]
    [0, 1, 1, 2, 16]
    """
    return (minutes + UNIT_MINUTES - FIRST_UNIT_MINUTES) // UNIT_MINUTES


def band(units: int) -> tuple[int, int]:
    """Return the fewest and the most minutes that give so many units.

    >>> band(0), band(1), band(3)
    ((0, 7), (8, 22), (38, 52))
    """
    most = UNIT_MINUTES * units + FIRST_UNIT_MINUTES - 1
    return max(0, most - UNIT_MINUTES + 1), most


def count(counting: Counting, day: Sequence[tuple[str, int]], prefer: Sequence[str] = ()) -> Count:
    """Return the units of each code from its minutes, the way the payer counts.

    `day` holds each code once, with its whole minutes. `prefer` is the clinician's choice among equals and is
    asked only there.
    """
    if counting == "midpoint":
        return Count([units_in(minutes) for _, minutes in day], [])
    units = [minutes // UNIT_MINUTES for _, minutes in day]
    if counting == "full15":
        return Count(units, [])
    to_give = units_in(sum([minutes for _, minutes in day])) - sum(units)
    if not to_give:
        return Count(units, [])
    choices: list[Choice] = []
    for index in _most_left_over(day, to_give, prefer, choices):
        units[index] += 1
    return Count(units, choices)


def _most_left_over(
    day: Sequence[tuple[str, int]], to_give: int, prefer: Sequence[str], choices: list[Choice]
) -> list[int]:
    """Return who gets one more unit; note each unit that had to be chosen among equals."""
    left_over = [minutes % UNIT_MINUTES for _, minutes in day]
    cut_off = sorted(left_over, reverse=True)[to_give - 1]
    winners = [index for index, left in enumerate(left_over) if left > cut_off]
    equals = [index for index, left in enumerate(left_over) if left == cut_off]
    while len(winners) < to_give:
        if len(equals) == to_give - len(winners):
            return winners + equals  # all equals win: nothing to choose
        chosen, basis = _choose(day, equals, prefer)
        choices.append(Choice(tuple([day[index][0] for index in equals]), day[chosen][0], basis))
        winners.append(chosen)
        equals.remove(chosen)
    return winners


def _choose(
    day: Sequence[tuple[str, int]], equals: Sequence[int], prefer: Sequence[str]
) -> tuple[int, Basis]:
    """Return which of the equals has the unit: the clinician's word, then minutes, then the order given."""
    by_code = {day[index][0]: index for index in equals}
    for code in prefer:
        if code in by_code:
            return by_code[code], "preferred"
    most = max([day[index][1] for index in equals])
    leaders = [index for index in equals if day[index][1] == most]
    return leaders[0], "more total minutes" if len(leaders) == 1 else "order given"
