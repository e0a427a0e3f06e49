"""Segments of one patient's day: no minute counts under two one-on-one codes.

Segments are read in order of their start, then in the order given. One of a one-on-one code keeps only what
no earlier one of another such code covers; touching is no overlap, and supervised modalities may run beside
anything. On one code a minute counts once: where therapist and assistant overlap they treated together, and
that time is the therapist's.

Source: NCCI Policy Manual, chapter XI: two one-on-one codes are not reported for the same 15 minutes,
supervised modalities are the exception (recalled, high confidence). Two clinicians treating one patient at
the same time: each 15 minutes counts once, CMS "11 Part B billing scenarios" (recalled, high confidence).

>>> ten, fifteen, twenty = 600_000_000, 900_000_000, 1_200_000_000
>>> day = [Service("97110", "therapist", fifteen, (Segment(0, fifteen),)),
...        Service("97112", "therapist", ten, (Segment(ten, twenty),))]
>>> found = lay_out(day)
>>> found.shares["97110"], found.shares["97112"]
(Share(therapist=900000000, assistant=0), Share(therapist=300000000, assistant=0))
>>> found.overlaps
[Overlap(kept='97110', cut='97112', lost=300000000)]
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from server.billing.codes import ONE_ON_ONE
from server.billing.services import Segment, Service

SOURCE: Final = "CMS NCCI Policy Manual, chapter XI; CMS, 11 Part B billing scenarios"


class Share(NamedTuple):
    """Microseconds of a code: the therapist's, with those treated together, and the assistant's alone."""

    therapist: int
    assistant: int


class Overlap(NamedTuple):
    """Microseconds that `cut` loses because `kept` covers them; both may be one code recorded twice."""

    kept: str
    cut: str
    lost: int


class Timeline(NamedTuple):
    """Who treated how long under each code that has segments, and what overlapped."""

    shares: dict[str, Share]
    overlaps: list[Overlap]


def lay_out(services: Sequence[Service]) -> Timeline:
    """Return the time of every code with segments, each minute once."""
    placed = [
        (segment.start, order, segment.end, service)
        for order, service in enumerate(services)
        for segment in service.segments
    ]
    placed.sort(key=lambda row: row[:2])
    by_people: dict[str, tuple[list[Segment], list[Segment]]] = {}
    lost: dict[tuple[str, str], int] = {}
    last_end: dict[str, int] = {}  # of one-on-one codes, as recorded
    for start, _, end, service in placed:
        kept_from = start
        if service.code in ONE_ON_ONE:
            kept_from = _first_free(start, end, service.code, last_end, lost)
            last_end[service.code] = max(end, last_end.get(service.code, end))
        people = by_people.setdefault(service.code, ([], []))
        if kept_from < end:
            people[service.by == "assistant"].append(Segment(kept_from, end))
    shares = {code: _share(code, *people, lost) for code, people in by_people.items()}
    return Timeline(shares, [Overlap(*codes, time) for codes, time in lost.items()])


def _first_free(
    start: int, end: int, code: str, last_end: dict[str, int], lost: dict[tuple[str, str], int]
) -> int:
    """Return when the segment is alone: everything earlier began before it, so only their ends matter."""
    free = start
    for other, other_end in last_end.items():
        if other != code and other_end > start:
            covered = min(end, other_end) - start
            lost[other, code] = lost.get((other, code), 0) + covered
            free = max(free, start + covered)
    return free


def _share(
    code: str, therapist: list[Segment], assistant: list[Segment], lost: dict[tuple[str, str], int]
) -> Share:
    """Return the code's time by person; what one of them recorded twice counts once."""
    of_therapist, of_assistant = covered(therapist), covered(assistant)
    together_or_either = covered(sorted(therapist + assistant))
    recorded = sum([segment.end - segment.start for segment in (*therapist, *assistant)])
    if code in ONE_ON_ONE and recorded > of_therapist + of_assistant:
        lost[code, code] = recorded - of_therapist - of_assistant
    return Share(of_therapist, together_or_either - of_therapist)


def covered(segments: Iterable[Segment]) -> int:
    """Return how long at least one of the segments runs. They are in order of their start.

    >>> covered([Segment(0, 10), Segment(5, 12), Segment(20, 21)])
    13
    """
    total, reached = 0, 0
    for start, end in segments:
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total


def run_together(one: Iterable[Segment], other: Iterable[Segment]) -> int:
    """Return how long segments of both run at the same time.

    >>> run_together([Segment(0, 10)], [Segment(5, 12)]), run_together([Segment(0, 5)], [Segment(5, 12)])
    (5, 0)
    """
    first, second = sorted(one), sorted(other)
    return covered(first) + covered(second) - covered(sorted(first + second))
