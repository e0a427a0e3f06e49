"""How many service days `kinesync finalize --lines` answers in a second, with derivations.

The median day: three timed codes. The figure that carries from machine to machine is the ratio: how many
times the work of reading and writing the same lines as JSON.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

DAYS = 24_000
WANTED = 8_000  # service days a second on one core
CODES = ("97110", "97112", "97116", "97140", "97530", "97535")


def measure() -> Iterator[str]:
    """Return the figures."""
    lines = [json.dumps(service_day(number)) for number in range(DAYS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "days.jsonl"
        path.write_text("\n".join(lines), encoding="ascii")
        wall, processor = finalize(path)
    reference = read_and_write(lines)
    yield (
        f"{DAYS / processor:,.0f} service days/s of one core's time ({DAYS / wall:,.0f}/s by the clock, "
        f"start included; wanted {WANTED:,}); {processor / reference:.1f} x reading and writing them as JSON"
    )


def service_day(number: int) -> dict[str, object]:
    """Return a day of three codes; its number is its seed."""
    draw = random.Random(number)
    services = [
        {"code": code, "minutes": draw.randint(5, 35), "by": "therapist"} for code in draw.sample(CODES, 3)
    ]
    return {
        "id": str(number),
        "date_of_service": f"2026-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        "discipline": "PT",
        "payer": "medicare-part-b",
        "services": services,
    }


def finalize(path: Path) -> tuple[float, float]:
    """Answer the lines of a file in a process of its own; return seconds by the clock and the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "server.cli", "finalize", "--lines", str(path)]
    answered = subprocess.run(command, capture_output=True, check=True).stdout.count(b"\n")
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if answered != DAYS:
        raise RuntimeError(f"{answered} answers to {DAYS} days.")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def read_and_write(lines: list[str]) -> float:
    """Return the processor seconds that reading and writing the lines as JSON takes."""
    started = time.process_time()
    for line in lines:
        json.dumps(json.loads(line))
    return time.process_time() - started
