"""Sets of numbers as ranges, first and last included, in order and apart from each other.

>>> union([[1, 3]], [[4, 5], [9, 9]])
[[1, 5], [9, 9]]
>>> without([[1, 20]], [[1, 16], [19, 30]])
[[17, 18]]
>>> of([5, 3, 4, 9])
[[3, 5], [9, 9]]
"""

from collections.abc import Iterable, Sequence

Ranges = list[list[int]]


def of(numbers: Iterable[int]) -> Ranges:
    """Return the ranges of single numbers."""
    return union([[n, n] for n in numbers])


def union(*sets: Iterable[Sequence[int]]) -> Ranges:
    """Return what is in any of the sets; they may overlap and lie in any order."""
    joined: Ranges = []
    for first, last in sorted((each[0], each[1]) for one in sets for each in one):
        if first > last:
            continue
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return joined


def without(all_of_them: Iterable[Sequence[int]], taken: Iterable[Sequence[int]]) -> Ranges:
    """Return what is in the first set and not in the second."""
    left: Ranges = []
    away = union(taken)
    for first, last in union(all_of_them):
        start = first
        for gone_first, gone_last in away:
            if gone_last < start or gone_first > last:
                continue
            if gone_first > start:
                left.append([start, gone_first - 1])
            start = gone_last + 1
        if start <= last:
            left.append([start, last])
    return left
