"""CQ and CO: which units an assistant furnished.

Shares are exact seconds; what therapist and assistant did together is the therapist's. Whole quarter hours
go to whoever gave them. One unit left: without modifier if the therapist has 8 minutes or more left over,
else with it if the assistant's share of what is left is over 10 %. Two units left: one each if the
therapist has 8 minutes or more left over, else both with it. An untimed code has it if the assistant's
share is over 10 %.

Source: CMS Pub. 100-04, chapter 5, section 20.1; calendar year 2022 Physician Fee Schedule final rule (86
FR 64996): de minimis of 10 %, the last unit, and two units left with 9 to 14 minutes each. In force since
2022-01-01. Uncertain: how CMS rounds the 10 % (here: strictly over, which never leaves out a modifier that
is due), and two units left where not both have 9 to 14 minutes, which no published example covers.

>>> minute = 60_000_000
>>> split(1, 5 * minute, 10 * minute)  # CMS example: PTA 10 and PT 5 minutes
Split(without=0, with_assistant=1, unpublished=False)
>>> split(3, 23 * minute, 22 * minute), split(1, 8 * minute, 7 * minute)
(Split(without=2, with_assistant=1, unpublished=False), Split(without=1, with_assistant=0, unpublished=False))
>>> split(2, 14 * minute, 12 * minute)
Split(without=1, with_assistant=1, unpublished=False)
"""

from typing import Final, NamedTuple

from server.billing.minutes import Tally, clock
from server.billing.services import MINUTE

QUARTER: Final = 15 * MINUTE
EIGHT_MINUTES: Final = 8 * MINUTE
NINE_MINUTES: Final = 9 * MINUTE
SOURCE: Final = (
    "CMS Pub. 100-04, chapter 5, section 20.1; CY 2022 Physician Fee Schedule final rule (86 FR 64996), "
    "in force since 2022-01-01"
)
UNTIMED_SOURCE: Final = f"{SOURCE}; CMS's rounding of the 10 % is not certain, here strictly over"


class Split(NamedTuple):
    """Units without and with the assistant's modifier. `unpublished`: no CMS example covers the case."""

    without: int
    with_assistant: int
    unpublished: bool = False


def modifier(discipline: str) -> str:
    """Return the assistant's modifier: CQ beside GP, CO beside GO."""
    return "CQ" if discipline == "PT" else "CO"


def over_tenth(part: int, whole: int) -> bool:
    """Say whether a part is more than 10 % of the whole.

    >>> over_tenth(3, 30), over_tenth(5, 25)
    (False, True)
    """
    return 10 * part > whole


def split(units: int, therapist: int, assistant: int) -> Split:
    """Return whose the units of a timed code are; times in microseconds."""
    without, therapist_left = divmod(therapist, QUARTER)
    with_assistant, assistant_left = divmod(assistant, QUARTER)
    left = units - without - with_assistant
    if left == 2:
        published = therapist_left >= NINE_MINUTES and assistant_left >= NINE_MINUTES
        one_each = therapist_left >= EIGHT_MINUTES
        return Split(without + one_each, with_assistant + 2 - one_each, not published)
    if left == 1 and (
        therapist_left >= EIGHT_MINUTES or not over_tenth(assistant_left, therapist_left + assistant_left)
    ):
        return Split(without + 1, with_assistant)
    return Split(without, with_assistant + left)


def untimed_with_assistant(tally: Tally) -> bool:
    """Say whether the one unit of an untimed code has the assistant's modifier."""
    return over_tenth(tally.assistant, tally.therapist + tally.assistant) or tally.only_assistant


def says_untimed(tally: Tally, mark: str) -> str:
    """Return whether the one unit of an untimed code is the assistant's, and why."""
    due = untimed_with_assistant(tally)
    whole = tally.therapist + tally.assistant
    if not whole:
        return f"{'Only' if due else 'Not only'} the assistant treated: {mark if due else f'no {mark}'}."
    return (
        f"The assistant gave {clock(tally.assistant)} of {clock(whole)}, {'' if due else 'not '}over 10 %: "
        f"{mark if due else f'no {mark}'}."
    )


def minutes_of(tally: Tally) -> tuple[int, int]:
    """Return the minutes of therapist and assistant; they add up to the minutes of the code.

    Where both have seconds over, the minute these make together goes to whoever has more of it.
    """
    (therapist, therapist_over), (assistant, assistant_over) = (
        divmod(time, MINUTE) for time in (tally.therapist, tally.assistant)
    )
    if therapist + assistant == tally.minutes:
        return therapist, assistant
    to_therapist = therapist_over >= assistant_over
    return therapist + to_therapist, assistant + (not to_therapist)


def says(tally: Tally, units: int, mark: str) -> str:
    """Return how the units of a timed code were shared, so that it can be recomputed."""
    (whole, left), (assistant_whole, assistant_left) = (
        divmod(time, QUARTER) for time in (tally.therapist, tally.assistant)
    )
    shared = split(units, tally.therapist, tally.assistant)
    start = (
        f"Therapist {clock(tally.therapist)} = {whole} whole quarters and {clock(left)}; assistant "
        f"{clock(tally.assistant)} = {assistant_whole} and {clock(assistant_left)}."
    )
    why = _why(units - whole - assistant_whole, left, assistant_left, mark)
    return f"{start} {why} So {shared.without} without {mark} and {shared.with_assistant} with it."


def _why(units_left: int, left: int, assistant_left: int, mark: str) -> str:
    """Return the reason for the units that are left after whole quarters."""
    if not units_left:
        return "Whole quarters are all the units."
    enough = (
        f"the therapist has {clock(left)} left over, {'' if left >= EIGHT_MINUTES else 'not '}8:00 or more"
    )
    if units_left == 2:
        return f"Two units left: {enough}: {'one each' if left >= EIGHT_MINUTES else f'both with {mark}'}."
    if left >= EIGHT_MINUTES:
        return f"One unit left: {enough}: no {mark}."
    share = f"the assistant gave {clock(assistant_left)} of the {clock(left + assistant_left)} left"
    over = over_tenth(assistant_left, left + assistant_left)
    decided = f"over 10 %: {mark}" if over else f"not over 10 %: no {mark}"
    return f"One unit left: {enough}; {share}, {decided}."
