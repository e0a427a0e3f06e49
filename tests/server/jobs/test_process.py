"""`python -m server.jobs` as `kinesync serve` starts it."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from server.migrate import migrate
from tests.databases import config_for
from tests.e2e.waiting import until

PATIENCE_SECONDS = 60


def test_the_process_runs_its_jobs_and_leaves_when_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    migrate(config_for(folder, f"sqlite:///{folder / 'kinesync.db'}"))
    process = subprocess.Popen(
        [sys.executable, "-m", "server.jobs"], env={**os.environ, "DATA": str(folder)}, start_new_session=True
    )
    try:
        until(lambda: has_beaten(folder / "kinesync.db"), "the heartbeat")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        process.kill()
        process.wait()


def has_beaten(database: Path) -> bool:
    """Tell whether the heartbeat came to an end once."""
    with closing(sqlite3.connect(database)) as connection:
        asked = "SELECT count(*) FROM job_claim WHERE done_at IS NOT NULL AND job_id = 'heartbeat'"
        return bool(connection.execute(asked).fetchone()[0])
