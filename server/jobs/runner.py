"""The scheduler: runs each job once a slot, in this process only."""

import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from server.db import db, utc_now
from server.jobs.claims import claim, done, slot_of
from server.jobs.schedule import JOBS, Job

logger = logging.getLogger(__name__)


class InWebWorker(RuntimeError):
    """The scheduler was started where requests are served: every worker would run every job."""


def build(app: Flask) -> BlockingScheduler:
    """Return the scheduler with all jobs; raise InWebWorker in a process that serves requests."""
    if "granian" in sys.modules:
        raise InWebWorker("Jobs run in their own process: python -m server.jobs")
    scheduler = BlockingScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(len(JOBS))})
    for job in JOBS:
        scheduler.add_job(
            partial(run, app, job),
            "interval",
            seconds=int(job.every.total_seconds()),
            id=job.id,
            next_run_time=utc_now(),
            misfire_grace_time=None,  # the default of 1 s drops whatever a restart made late
            coalesce=True,
            max_instances=1,
        )
    return scheduler


def run(app: Flask, job: Job, clock: Callable[[], datetime] = utc_now) -> bool:
    """Run the job if nobody else has this slot; say whether it ran to its end.

    A job that fails is logged and comes again in its next slot: what is due stays due in the domain's tables.
    """
    now = clock()
    slot = slot_of(now, job.every)
    began = time.monotonic()
    with app.app_context():
        try:
            if not claim(job.id, slot, now):
                return False
            job.work(db.session(), now)
            done(job.id, slot, clock())
        except Exception:  # the scheduler must outlive any one run
            logger.exception("job %s failed", job.id)
            return False
        finally:
            db.session.remove()
    logger.debug("job %s took %d ms", job.id, (time.monotonic() - began) * 1000)
    return True
