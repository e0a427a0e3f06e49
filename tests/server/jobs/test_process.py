"""`python -m server.jobs` as `kinesync serve` starts it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from server.migrate import migrate
from tests.databases import config_for

PATIENCE_SECONDS = 60


def test_the_process_runs_its_jobs_and_leaves_when_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    migrate(config_for(folder, f"sqlite:///{folder / 'kinesync.db'}"))
    process = subprocess.Popen(
        [sys.executable, "-m", "server.jobs"], env={**os.environ, "DATA": str(folder)}, start_new_session=True
    )
    try:
        assert "heartbeat" in jobs_done(folder / "kinesync.db")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        process.kill()
        process.wait()


def jobs_done(database: Path) -> set[str]:
    """Return which jobs came to an end, as soon as there is one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with sqlite3.connect(database) as connection:
            rows = connection.execute(
                "SELECT job_id FROM job_claim WHERE done_at IS NOT NULL AND job_id = 'heartbeat'"
            ).fetchall()
        connection.close()
        if rows:
            return {row[0] for row in rows}
        time.sleep(0.05)
    return set()
