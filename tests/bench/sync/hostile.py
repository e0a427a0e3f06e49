"""What an attacker costs the others: p95 beside somebody who sends tiny batches without end.

The attacker's own computer is not the server's: here both share the processors, so the attacking program runs
at the lowest priority, and the others are also measured beside a program as busy that talks to nothing.
"""

import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.sync.load import percentile
from tests.bench.sync.notes import write_note
from tests.bench.sync.product import Product
from tests.bench.sync.setting import started_product
from tests.server.sync.clinic import PASSWORD, Clinic
from tests.server.sync.tablet import STARTED_AT

HONEST = 4
BATCH = 10
EVERY_SECONDS = 0.2
SECONDS = 12.0
SEED = 97_112


def measure_hostile(folder: Path) -> str:
    """Return a line: p95 of the honest tablets alone, beside a busy program, beside the attacker."""
    # The limit as it is by default: it is what is measured.
    with started_product(folder, HONEST + 1, requests_a_second=10) as (server, clinic):
        emails = [clinic.email(f"pt{number}") for number in range(HONEST + 1)]
        side = Product(server.url, emails, PASSWORD)
        chance = random.Random(SEED)
        alone = percentile(_work(side, clinic, chance), 95)
        with _beside("busy", str(SECONDS + 2)):
            busy = percentile(_work(side, clinic, chance), 95)
        with _beside("attacker", server.url, emails[-1], str(SECONDS + 2)) as attacker:
            beside = percentile(_work(side, clinic, chance), 95)
            told, _ = attacker.communicate()
    return (
        f"hostile: {HONEST} tablets push {BATCH} every {EVERY_SECONDS:g} s, p95 alone {alone:.0f} ms, "
        f"beside a busy program {busy:.0f} ms, beside an attacker ({told.strip()}) {beside:.0f} ms: "
        f"{beside / busy:.2f} times busy, {beside / alone:.2f} times alone"
    )


@contextmanager
def _beside(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program of this package at the lowest priority; it ends by itself."""
    command = ["nice", "-n", "19", sys.executable, "-m", f"tests.bench.sync.{program}", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        yield running


def _work(side: Product, clinic: Clinic, chance: random.Random) -> list[float]:
    """Push from all honest tablets at a steady pace; return how long each push took."""
    took: list[float] = []
    threads = [
        threading.Thread(target=_tablet, args=(side, clinic, number, _visits(chance), took))
        for number in range(HONEST)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _visits(chance: random.Random) -> list[str]:
    count = int(SECONDS / EVERY_SECONDS) * BATCH // 4 + 4
    return [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(count)]


def _tablet(side: Product, clinic: Clinic, number: int, visits: Sequence[str], took: list[float]) -> None:
    connection = side.connect(number)
    treated = clinic.patients[number]
    start = {
        "patient_id": treated.patient_id,
        "episode_id": treated.episode_id,
        "appointment_id": None,
        "place_of_service": "11",
        "started_at": STARTED_AT,
    }
    for first in range(0, len(visits), 50):
        some = visits[first : first + 50]
        side.push(connection, side.start_visits(number, dict.fromkeys(some, start)))
    chance = random.Random(number)
    places = [(each, part) for each in visits for part in ("subjective", "objective", "assessment", "plan")]
    notes = [write_note(chance, *place) for place in places]
    ends = time.monotonic() + SECONDS
    for first in range(0, len(notes) - BATCH, BATCH):
        body = side.batch(number, notes[first : first + BATCH])
        began = time.perf_counter()
        side.push(connection, body)
        took.append(time.perf_counter() - began)
        if time.monotonic() > ends:
            break
        time.sleep(max(0.0, EVERY_SECONDS - (time.perf_counter() - began)))
    connection.close()
