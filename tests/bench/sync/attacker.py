"""A program that sends tiny batches without end: `python -m tests.bench.sync.attacker URL EMAIL SECONDS`.

A process of its own, so that what it costs is the server's and not the bench's.
"""

import sys
import threading
import time
from http.client import HTTPException

from tests.bench.sync.connection import Connection, Refused
from tests.bench.sync.product import Product
from tests.server.sync.clinic import PASSWORD

THREADS = 4


def main(url: str, email: str, seconds: float) -> None:
    """Attack for so long, then print how many requests were answered and how many held back."""
    side = Product(url, [email], PASSWORD)
    counts = {"answered": 0, "held back": 0}
    connections = [side.connect(0) for _ in range(THREADS)]
    ends = time.monotonic() + seconds

    def hammer(connection: Connection) -> None:
        body = side.nothing(0)
        while time.monotonic() < ends:
            try:
                side.push(connection, body)
                counts["answered"] += 1
            except Refused as refusal:
                counts["held back" if refusal.status == 429 else "answered"] += 1
            except (OSError, HTTPException):  # held back before the body was read
                counts["held back"] += 1
                connection.reconnect()
        connection.close()

    threads = [threading.Thread(target=hammer, args=(each,)) for each in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(f"{counts['answered']} answered, {counts['held back']} held back\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
