"""Sync under load: the product beside a yardstick with nothing but the protocol's core, in one run.

The workload is 2,000 texts of about 2 KB in batches of 50 from 8 tablets, then pulls. Both servers get the
same texts, the same web server and settings, one worker, SQLite with synchronous FULL. Ratios are what to
compare between machines; the rates follow the machine.
"""

import random
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.sync.hostile import measure_hostile
from tests.bench.sync.load import BATCH, CLIENTS, Figures, expect_no_echo, run
from tests.bench.sync.notes import Note, write_note
from tests.bench.sync.product import Product
from tests.bench.sync.reference import Reference
from tests.bench.sync.setting import started_product, started_reference
from tests.server.sync.clinic import PASSWORD, Clinic
from tests.server.sync.tablet import STARTED_AT

NOTES = 2_000
ROUNDS = 20
SECTIONS = ("subjective", "objective", "assessment", "plan")
SEED = 20_261_123


def measure() -> Iterator[str]:
    """Yield a line each for the product, the yardstick, their ratios, and what an attacker costs."""
    visits, notes = make_work()
    with tempfile.TemporaryDirectory() as folder:
        product = measure_product(Path(folder), visits, notes)
        yield _line("kinesync", product)
        yardstick = _reference(Path(folder), notes)
        yield _line("yardstick", yardstick)
    yield (
        f"kinesync / yardstick: push {product.push_rate / yardstick.push_rate:.2f}, "
        f"full pull {product.full_rate / yardstick.full_rate:.2f}, "
        f"small pull takes {product.small_p50 / yardstick.small_p50:.1f} times as long"
    )
    with tempfile.TemporaryDirectory() as folder:
        yield measure_hostile(Path(folder))


def make_work() -> tuple[list[str], list[Note]]:
    """Return the visits and the texts that every server of a run gets."""
    chance = random.Random(SEED)
    count = (NOTES + ROUNDS * BATCH) // len(SECTIONS)
    visits = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(count)]
    return visits, [write_note(chance, visit_id, section) for visit_id in visits for section in SECTIONS]


def measure_product(
    folder: Path, visits: Sequence[str], notes: Sequence[Note], database_url: str | None = None
) -> Figures:
    """Run the work against the product over a new database; raises Lost."""
    with started_product(folder, CLIENTS, database_url=database_url) as (server, clinic):
        emails = [clinic.email(f"pt{number}") for number in range(CLIENTS)]
        side = Product(server.url, emails, PASSWORD)
        _start_visits(side, clinic, visits)
        assert server.child is not None
        root = server.child.process.pid
        return expect_no_echo(run(side, notes[:NOTES], rounds_of(notes), root))


def _reference(folder: Path, notes: Sequence[Note]) -> Figures:
    with started_reference(folder) as (address, child):
        root = child.process.pid
        return expect_no_echo(run(Reference(address), notes[:NOTES], rounds_of(notes), root))


def rounds_of(notes: Sequence[Note]) -> list[Sequence[Note]]:
    """Return the texts of the small pulls, a batch for each."""
    return [notes[start : start + BATCH] for start in range(NOTES, len(notes), BATCH)]


def _start_visits(side: Product, clinic: Clinic, visits: Sequence[str]) -> None:
    """Let the visits be there before anything is measured."""
    connection = side.connect(0)
    for start in range(0, len(visits), BATCH):
        some = enumerate(visits[start : start + BATCH], start=start)
        batch = {visit_id: _visit(clinic, number) for number, visit_id in some}
        side.push(connection, side.start_visits(0, batch))
    connection.close()


def _visit(clinic: Clinic, number: int) -> dict[str, str | None]:
    treated = clinic.patients[number % len(clinic.patients)]
    return {
        "patient_id": treated.patient_id,
        "episode_id": treated.episode_id,
        "appointment_id": None,
        "place_of_service": "11",
        "started_at": STARTED_AT,
    }


def _line(name: str, figures: Figures) -> str:
    return (
        f"{name}: push {figures.push_rate:.0f}/s, batch p50 {figures.push_p50:.0f}, "
        f"p95 {figures.push_p95:.0f} ms, {figures.push_processor:.2f} ms of processor each; "
        f"full pull {figures.full_rate:.0f}/s; "
        f"pull of {BATCH} p50 {figures.small_p50:.1f}, p95 {figures.small_p95:.1f} ms; "
        f"empty pull p50 {figures.empty_p50:.1f}, p95 {figures.empty_p95:.1f} ms; "
        f"at most {figures.megabytes:.0f} MB"
    )
