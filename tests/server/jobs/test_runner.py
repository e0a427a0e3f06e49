"""Each slot of a job happens once, whoever tries, and only outside the web."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from apscheduler.jobstores.memory import MemoryJobStore
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from server.db import db
from server.jobs.claims import KEPT, claim, done, last_done, slot_of
from server.jobs.models import JobClaim
from server.jobs.runner import InWebWorker, build, run
from server.jobs.schedule import JOBS, Job
from server.jobs.work import beat
from tests.server.makers import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Be inside the application."""
    with app.app_context():
        yield app


def counting(ran: list[datetime]) -> Job:
    """Return a job that notes when it ran."""

    def work(_session: Session, now: datetime) -> None:
        ran.append(now)

    return Job("counting", MINUTE, work)


@pytest.mark.both_databases
def test_a_slot_is_claimed_once(inside: Flask) -> None:
    assert [claim("job", NOW, NOW), claim("job", NOW, NOW), claim("job", NOW + MINUTE, NOW)] == [
        True,
        False,
        True,
    ]


@pytest.mark.both_databases
def test_four_at_once_run_a_slot_once(app: Flask) -> None:
    ran: list[datetime] = []
    job, together = counting(ran), Barrier(4)

    def try_it() -> None:
        together.wait()
        run(app, job, lambda: NOW)

    threads = [Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ran == [NOW]


def test_the_next_slot_runs_again(app: Flask) -> None:
    ran: list[datetime] = []
    job = counting(ran)
    for now in (NOW, NOW + timedelta(seconds=59), NOW + MINUTE):
        run(app, job, iter([now]).__next__)

    assert ran == [NOW, NOW + MINUTE]


def test_a_job_that_fails_is_logged_and_the_next_slot_runs(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_session: Session, now: datetime) -> None:
        if now == NOW:
            raise RuntimeError

    job = Job("failing", MINUTE, fail)

    assert [run(app, job, lambda: NOW), run(app, job, lambda: NOW + MINUTE)] == [False, True]
    assert "job failing failed" in caplog.text


def test_the_heartbeat_shows_when_it_last_beat_and_forgets_old_claims(inside: Flask) -> None:
    claim("heartbeat", NOW - KEPT - MINUTE, NOW - KEPT - MINUTE)
    slot = slot_of(NOW, MINUTE)
    claim("heartbeat", slot, NOW)
    beat(db.session(), NOW)
    done("heartbeat", slot, NOW)

    assert last_done(db.session(), "heartbeat") == NOW
    assert [row.slot for row in db.session().query(JobClaim)] == [slot]


def test_a_missed_run_is_made_up_once_and_jobs_never_overlap(app: Flask) -> None:
    scheduler = build(app)
    jobs = {job.id: job for job in scheduler.get_jobs()}

    assert set(jobs) == {job.id for job in JOBS}
    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs.values()} == {
        (None, True, 1)
    }


def test_schedules_are_kept_in_memory_alone(app: Flask, inside: Flask) -> None:
    scheduler: Any = build(app)
    stores = scheduler._jobstores.values()

    assert all(isinstance(store, MemoryJobStore) for store in stores)
    assert "apscheduler_jobs" not in inspect(db.engine).get_table_names()


def test_the_scheduler_refuses_a_web_worker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "granian", sys)

    with pytest.raises(InWebWorker):
        build(app)


def test_a_web_worker_has_no_scheduler(tmp_path: Any) -> None:
    program = (
        "import sys, threading\n"
        "from server.config import Config\n"
        "from server.app import create_app\n"
        "create_app(Config.from_environment())\n"
        "print('apscheduler' in sys.modules, 'pywebpush' in sys.modules, threading.active_count())\n"
    )

    seen = subprocess.run(
        [sys.executable, "-c", program],
        env={"DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert seen.stdout.split() == ["False", "False", "1"], seen.stderr
