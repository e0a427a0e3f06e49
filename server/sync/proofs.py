"""How often a number that nobody signed is believed to prove a restore.

A new epoch has every tablet of the organization start over, and anybody with a tablet can send a number
that jumps ahead. A cursor is signed and always believed; an unsigned number some times an hour for each
clinician, far more often than servers are restored.
"""

import time
from collections import deque
from threading import Lock
from typing import Final, cast

from flask import Flask

from server.config import config_of

BELIEVED: Final = 10
WITHIN_SECONDS: Final = 3600.0
REMEMBERED: Final = 10_000


class Proofs:
    """The proofs of each clinician that were believed lately, for all threads of this process.

    >>> proofs = Proofs()
    >>> [proofs.believe("a", now=float(each)) for each in range(11)].count(True)
    10
    >>> proofs.believe("a", now=3601.0), proofs.believe("b", now=5.0)
    (True, True)
    """

    def __init__(self) -> None:
        self._lately: dict[str, deque[float]] = {}
        self._lock = Lock()

    def believe(self, clinician_id: str, now: float) -> bool:
        """Tell whether another proof of this clinician's is believed, and count it if it is."""
        with self._lock:
            if len(self._lately) >= REMEMBERED:
                self._lately.clear()
            lately = self._lately.setdefault(clinician_id, deque())
            while lately and lately[0] <= now - WITHIN_SECONDS:
                lately.popleft()
            if len(lately) >= BELIEVED:
                return False
            lately.append(now)
            return True


def believed(app: Flask, clinician_id: str) -> bool:
    """Tell whether an unsigned proof is believed now; where nobody is held back, always."""
    if not config_of(app).requests_a_second:
        return True
    proofs = cast(Proofs, app.extensions.setdefault("kinesync_proofs", Proofs()))
    return proofs.believe(clinician_id, time.monotonic())
