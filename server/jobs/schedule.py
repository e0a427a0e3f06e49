"""What runs how often. Schedules stand here, in code: a renamed job is a changed line, not a lost row."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from server.backup.nightly import back_up_nightly
from server.jobs.work import beat, deliver, forget, keep_demo_going, remind, sweep, watch_tablets

Work = Callable[[Session, datetime], None]


class Job(NamedTuple):
    """One job: what it does, and how long from one run to the next."""

    id: str
    every: timedelta
    work: Work


JOBS = (
    Job("heartbeat", timedelta(seconds=30), beat),
    Job("sweep-service-days", timedelta(minutes=1), sweep),
    Job("deliver-pushes", timedelta(seconds=30), deliver),
    Job("remind-of-unsigned-visits", timedelta(minutes=15), remind),
    Job("watch-tablets", timedelta(minutes=5), watch_tablets),
    Job("back-up", timedelta(minutes=15), back_up_nightly),
    Job("forget-what-ended", timedelta(days=1), forget),
    Job("demo-appointments", timedelta(minutes=15), keep_demo_going),
)
