"""As busy as an attacker, and talks to nothing: `python -m tests.bench.sync.busy SECONDS`."""

import sys
import time

from server.db import sha256_hex


def main(seconds: float) -> None:
    """Use one processor for so long."""
    ends = time.monotonic() + seconds
    text = "x" * 1000
    while time.monotonic() < ends:
        text = sha256_hex(text) * 16


if __name__ == "__main__":
    main(float(sys.argv[1]))
