"""Every ordered day of one to three codes, and every pair of therapist and assistant, against brute force.

The brute force is written from the text of the sources and shares nothing with the rules: it tries every way
of giving out units and every table row, and takes the best by the letter.
"""

from fractions import Fraction
from itertools import combinations, permutations, product

import pytest

from server.billing.assistants import split
from server.billing.services import MINUTE
from server.billing.units import Counting, count

CODES = ("97110", "97112", "97140")
# The table of CMS Pub. 100-04, chapter 5, section 20.2.C, continued by its pattern: units and fewest minutes.
TABLE = {0: 0, 1: 8, 2: 23, 3: 38, 4: 53, 5: 68, 6: 83, 7: 98, 8: 113, 9: 128, 10: 143, 11: 158}


def from_table(minutes: int) -> int:
    """Return the units that a number of minutes reaches in the table."""
    return max(units for units, fewest in TABLE.items() if minutes >= fewest)


def whole_quarters(minutes: int) -> int:
    """Count quarter hours by taking them off one by one."""
    quarters = 0
    while minutes >= 15:
        minutes -= 15
        quarters += 1
    return quarters


def by_the_letter(day: tuple[int, ...], prefer: tuple[int, ...] = ()) -> list[int]:
    """Return the units of a Medicare day by trying every way to give out what whole quarters leave."""
    quarters = [whole_quarters(minutes) for minutes in day]
    extra = from_table(sum(day)) - sum(quarters)

    def claim(index: int) -> tuple[int, int, int, int]:
        wanted = len(day) - prefer.index(index) if index in prefer else 0
        return day[index] - 15 * quarters[index], wanted, day[index], -index

    ways = combinations(range(len(day)), extra)
    best = max(ways, key=lambda way: sorted([claim(index) for index in way], reverse=True))
    return [quarters[index] + (index in best) for index in range(len(day))]


@pytest.mark.parametrize("codes", [1, 2, 3])
def test_every_medicare_day_of_so_many_codes(codes: int) -> None:
    longest = {1: 150, 2: 75, 3: 37}[codes]
    for day in product(range(longest + 1), repeat=codes):
        found = count("cms8", list(zip(CODES, day, strict=False))).units
        assert found == by_the_letter(day), day


def test_every_preference_among_three_codes() -> None:
    wishes = [wish for size in (1, 2, 3) for wish in permutations(range(3), size)]
    for day in product(range(24), repeat=3):
        if len({minutes % 15 for minutes in day}) == 3:
            continue  # no equals: a preference is not asked
        for wish in wishes:
            prefer = [CODES[index] for index in wish]
            found = count("cms8", list(zip(CODES, day, strict=True)), prefer).units
            assert found == by_the_letter(day, wish), (day, prefer)


@pytest.mark.parametrize("counting", ["midpoint", "full15"])
def test_every_day_of_codes_counted_by_themselves(counting: Counting) -> None:
    alone = from_table if counting == "midpoint" else whole_quarters
    for day in product(range(38), repeat=3):
        found = count(counting, list(zip(CODES, day, strict=True)))
        assert found.units == [alone(minutes) for minutes in day], day
        assert found.choices == []


def shared_by_the_letter(units: int, therapist: int, assistant: int) -> tuple[int, int]:
    """Return units without and with, from minutes, by the sentences of the rule."""
    without, with_assistant = whole_quarters(therapist), whole_quarters(assistant)
    therapist_left, assistant_left = therapist - 15 * without, assistant - 15 * with_assistant
    for last in range(units - without - with_assistant, 0, -1):
        if last == 2:
            if therapist_left >= 8:
                return without + 1, with_assistant + 1
            return without, with_assistant + 2
        if therapist_left >= 8:
            return without + 1, with_assistant
        if Fraction(assistant_left, therapist_left + assistant_left) > Fraction(1, 10):
            return without, with_assistant + 1
        return without + 1, with_assistant
    return without, with_assistant


def test_every_share_of_therapist_and_assistant() -> None:
    for therapist, assistant in product(range(61), repeat=2):
        fewest, most = whole_quarters(therapist + assistant), from_table(therapist + assistant)
        possible = {fewest, most}
        if (therapist + assistant) % 15:
            possible.add(fewest + 1)  # the total of the day may give a short remainder a unit
        for units in possible:
            found = split(units, therapist * MINUTE, assistant * MINUTE)
            expected = shared_by_the_letter(units, therapist, assistant)
            assert (found.without, found.with_assistant) == expected, (units, therapist, assistant)
