"""How fast one person's tablets may ask: so many requests a second, and so much of the server's time.

Both are purses that fill slowly and hold a reserve, so a day's work sent at once passes and a program that
asks without end does not. Time is the processor's: who waits for others' work is not charged for it.

>>> pace = Pace(requests_a_second=10)
>>> [pace.enter("a", now=0.0, changes=True) for _ in range(3)]
[0.0, 0.0, 1.0]
>>> pace.leave("a", 0.001, now=0.1, changes=True)
>>> pace.enter("a", now=0.2, changes=True)
0.0
"""

import math
from dataclasses import dataclass
from threading import Lock
from typing import Final

RESERVE_SECONDS: Final = 10  # of requests at full rate
SHARE: Final = 0.15  # of one processor, for as long as it is asked
RESERVE_OF_TIME: Final = 10.0  # seconds of the processor
CHANGE: Final = 2  # what a change takes of the purse: it waits for the disk, and others wait for it
FOR_NOTHING: Final = 8  # what a change takes besides that changes nothing: a tablet seldom sends one
AT_ONCE: Final = 2  # changes; a worker serves four requests at once, and others have some too
REMEMBERED: Final = 10_000
SHORTEST_WAIT: Final = 1.0


@dataclass(slots=True)
class Purse:
    """What one key has left."""

    requests: float
    time: float
    at: float
    changing: int = 0  # how many changes are under way


class Pace:
    """The purses of all keys, for all threads of this process."""

    def __init__(self, requests_a_second: int) -> None:
        self._rate = requests_a_second
        self._purses: dict[str, Purse] = {}
        self._lock = Lock()

    def enter(self, key: str, now: float, *, changes: bool = False) -> float:
        """Begin a request and return 0, or return how many seconds to wait."""
        with self._lock:
            purse = self._fill(key, now)
            wait = self._wait(purse, changes)
            if wait == 0:
                purse.requests -= CHANGE if changes else 1
                purse.changing += changes
            return wait

    def leave(self, key: str, used: float, now: float, *, changes: bool = False, more: int = 0) -> None:
        """End a request that used so many seconds of the processor, and takes so much more of the purse."""
        with self._lock:
            purse = self._fill(key, now)
            purse.time -= used
            purse.requests -= more
            purse.changing -= changes

    def _wait(self, purse: Purse, changes: bool) -> float:
        if changes and purse.changing >= AT_ONCE:
            return SHORTEST_WAIT
        lacking = max((1 - purse.requests) / self._rate, -purse.time / SHARE)
        return 0.0 if lacking <= 0 else max(SHORTEST_WAIT, math.ceil(lacking))

    def _fill(self, key: str, now: float) -> Purse:
        purse = self._purses.get(key)
        full = float(self._rate * RESERVE_SECONDS)
        if purse is None:
            self._make_room()
            purse = self._purses[key] = Purse(full, RESERVE_OF_TIME, now)
        passed = max(0.0, now - purse.at)
        purse.requests = min(full, purse.requests + passed * self._rate)
        purse.time = min(RESERVE_OF_TIME, purse.time + passed * SHARE)
        purse.at = max(purse.at, now)
        return purse

    def _make_room(self) -> None:
        """Forget those who asked longest ago, the idle first of all."""
        if len(self._purses) < REMEMBERED:
            return
        idle = sorted((each.at, key) for key, each in self._purses.items() if not each.changing)
        for _, key in idle[: REMEMBERED // 10]:
            del self._purses[key]
