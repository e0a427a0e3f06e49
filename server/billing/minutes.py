"""Minutes of each code on one service day.

Seconds of a code add up over the day and are cut to whole minutes once per code: three codes of 7:40 are 21
minutes. Whole minutes are what the unit table of CMS reads; CMS has no rule for seconds, so the cut is
ours, and it is the same for the tablet and here.

Source: CMS Pub. 100-04, chapter 5, section 20.2.B (timed codes) and 20.3 (what counts as treatment time).

>>> day = [Service(code, "therapist", 460_000_000) for code in ("97110", "97112", "97140")]
>>> [tally.minutes for tally in add_up(day).tallies]
[7, 7, 7]
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from server.billing.codes import counts_as
from server.billing.lines import Row
from server.billing.services import MINUTE, SECOND, By, Service
from server.billing.timeline import Overlap, lay_out

SOURCE: Final = (
    "CMS Pub. 100-04, chapter 5, section 20.2; CMS has no rule for seconds, they are cut once per code"
)


class Tally:
    """What was done under one code in the day; times in microseconds.

    `therapist` includes what was treated together, `assistant` is what the assistant did alone.
    """

    __slots__ = ("assistant", "code", "kind", "minutes", "recorded", "rows", "therapist")

    def __init__(self, code: str) -> None:
        self.code = code
        self.kind = counts_as(code)
        self.rows: list[Service] = []
        self.recorded = 0
        self.therapist = 0
        self.assistant = 0
        self.minutes = 0

    @property
    def only_assistant(self) -> bool:
        """Say whether nobody but the assistant treated."""
        return not self.therapist and all(row.by == "assistant" for row in self.rows)

    @property
    def assistant_alone(self) -> bool:
        """Say whether the assistant treated without the therapist, be it for no recorded time."""
        if self.assistant or self.only_assistant:
            return True
        return any(row.by == "assistant" and not row.duration for row in self.rows)


class Day(NamedTuple):
    """The codes of a day in the order in which they first stand, and what overlapped."""

    tallies: list[Tally]
    overlaps: list[Overlap]


def add_up(services: Sequence[Service]) -> Day:
    """Return the time of each code, by whom, in whole minutes."""
    tallies: dict[str, Tally] = {}
    segmented = False
    for service in services:
        tally = tallies.get(service.code)
        if tally is None:
            tally = tallies[service.code] = Tally(service.code)
        tally.rows.append(service)
        tally.recorded += service.duration
        if service.segments:
            segmented = True
        elif service.by == "assistant":
            tally.assistant += service.duration
        else:
            tally.therapist += service.duration
    overlaps = _add_segments(services, tallies) if segmented else []
    for tally in tallies.values():
        tally.minutes = (tally.therapist + tally.assistant) // MINUTE
    return Day(list(tallies.values()), overlaps)


def _add_segments(services: Sequence[Service], tallies: dict[str, Tally]) -> list[Overlap]:
    timeline = lay_out(services)
    for code, share in timeline.shares.items():
        tallies[code].therapist += share.therapist
        tallies[code].assistant += share.assistant
    return timeline.overlaps


def clock(time: int) -> str:
    """Return microseconds as minutes and seconds, the way a stopwatch shows them.

    >>> clock(460_000_000), clock(3_600_000_000)
    ('7:40', '60:00')
    """
    minutes, seconds = divmod(time // SECOND, 60)
    return f"{minutes}:{seconds:02}"


def explain(tally: Tally) -> Row:
    """Return how the minutes of a code came about."""
    first = tally.rows[0]
    if len(tally.rows) == 1 and not first.segments and not first.duration % MINUTE:
        return _given(tally.code, tally.minutes, first.by)
    counted = tally.therapist + tally.assistant
    stretches = sum([len(row.segments) or 1 for row in tally.rows])
    people = f" ({clock(tally.therapist)} by the therapist, {clock(tally.assistant)} by the assistant)"
    overlap = f"; {clock(tally.recorded - counted)} that overlapped is not counted twice"
    says = (
        f"{tally.code}: {clock(counted)} in {stretches} stretch{'es' if stretches > 1 else ''}"
        f"{people if tally.assistant else ''}. Seconds add up over the day and are cut once per code: "
        f"{tally.minutes} minutes{overlap if counted < tally.recorded else ''}."
    )
    return Row("minutes", says, SOURCE)


@lru_cache(maxsize=8192)
def _given(code: str, minutes: int, by: By) -> Row:
    """Return the plainest case; such rows repeat from day to day, so they are kept."""
    who = "therapist and assistant together" if by == "together" else f"the {by}"
    return Row("minutes", f"{code}: {minutes} minutes by {who}.", SOURCE)
