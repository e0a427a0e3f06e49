"""Which of a tablet's numbers have arrived: the highest without a gap, and what lies beyond it.

A tablet numbers its mutations 1, 2, 3, …; the server says how far it has all of them. What arrived
beyond a gap is remembered as ranges, first and last included.

>>> add(2, [], [3, 4])
(4, [])
>>> add(2, [], [5, 4])
(2, [[4, 5]])
>>> add(2, [[4, 5]], [3])
(5, [])
"""

from collections.abc import Iterable

Ranges = list[list[int]]


def add(acked: int, ahead: Ranges, numbers: Iterable[int]) -> tuple[int, Ranges]:
    """Return the highest number without a gap, and the ranges beyond it, once `numbers` have arrived."""
    spans = sorted([*ahead, *([n, n] for n in numbers)])
    beyond: Ranges = []
    for first, last in spans:
        if first <= acked + 1:
            acked = max(acked, last)
        elif beyond and first <= beyond[-1][1] + 1:
            beyond[-1][1] = max(beyond[-1][1], last)
        else:
            beyond.append([first, last])
    return acked, beyond
