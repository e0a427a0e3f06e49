"""Wait for the thing itself, where no tool does it for us."""

import time
from collections.abc import Callable

LONGEST_WAIT_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.02


def until(holds: Callable[[], object], what: str) -> None:
    """Return as soon as it holds; raise TimeoutError naming what did not come."""
    end = time.monotonic() + LONGEST_WAIT_SECONDS
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {LONGEST_WAIT_SECONDS:.0f} s for {what}")
        time.sleep(LOOK_AGAIN_SECONDS)
