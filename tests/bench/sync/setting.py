"""The two servers that are measured, started as in real life, and the practice that the product serves."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.app import create_app
from server.config import Config
from server.db import db
from server.migrate import migrate
from tests.bench.sync.connection import Connection
from tests.e2e.child import Child
from tests.e2e.server_process import ServerProcess
from tests.e2e.waiting import until
from tests.postgresql import free_port
from tests.server.sync.clinic import Clinic, make_clinic

PATIENTS = 25


@contextmanager
def started_product(
    folder: Path, tablets: int, requests_a_second: int = 1000, database_url: str | None = None
) -> Iterator[tuple[ServerProcess, Clinic]]:
    """Start `kinesync serve` over a new SQLite file, or the database named, with a clinician for each tablet.

    The limit of requests is on, and so high that it holds nobody back unless it is what is measured.
    """
    data = folder / "data"
    config = Config.from_environment({"DATA": str(data), "DATABASE_URL": database_url or ""})
    migrate(config)
    app = create_app(config)
    clinic = make_clinic(app, patients=PATIENTS, parts=tuple(f"pt{number}" for number in range(tablets)))
    with app.app_context():
        db.engine.dispose()
    server = ServerProcess(data, database_url)
    server.env["KINESYNC_REQUESTS_A_SECOND"] = str(requests_a_second)
    server.start()
    try:
        yield server, clinic
    finally:
        server.stop()


@contextmanager
def started_reference(folder: Path) -> Iterator[tuple[str, Child]]:
    """Start the yardstick with the web server and the settings that the product has."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "tests.bench.sync.reference_app:create_app", "--factory"]
    command += ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    env = {"REFERENCE_DATABASE": f"sqlite:///{folder / 'reference.db'}", "PYTHONPATH": os.getcwd()}
    child = Child(command, folder / "reference.log", env)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _answers(address), "the yardstick to answer")
        yield address, child
    finally:
        child.kill()


def _answers(address: str) -> bool:
    connection = Connection(address)
    try:
        connection.get("/pull")
    except ConnectionError:
        return False
    finally:
        connection.close()
    return True
