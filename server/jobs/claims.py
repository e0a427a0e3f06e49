"""Claiming a run before its effect, so that it happens once however many processes try."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.db import transaction
from server.jobs.models import JobClaim

KEPT: Final = timedelta(days=2)


def slot_of(now: datetime, every: timedelta) -> datetime:
    """Return the start of the slot that `now` lies in: every process counts the same slots.

    >>> slot_of(datetime(2026, 11, 23, 14, 7, 31, tzinfo=UTC), timedelta(minutes=5)).isoformat()
    '2026-11-23T14:05:00+00:00'
    """
    length = int(every.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // length * length, UTC)


def claim(job_id: str, slot: datetime, now: datetime) -> bool:
    """Claim the run in a transaction of its own; say False when another process has it."""
    try:
        with transaction() as session:
            session.add(JobClaim(job_id=job_id, slot=slot, claimed_at=now))
    except IntegrityError:
        return False
    return True


def done(job_id: str, slot: datetime, now: datetime) -> None:
    """Note that the run came to its end."""
    with transaction() as session:
        this = (JobClaim.job_id == job_id, JobClaim.slot == slot)
        session.execute(update(JobClaim).where(*this).values(done_at=now))


def forget_old(session: Session, now: datetime) -> None:
    """Delete claims so old that nobody could make them again."""
    session.execute(delete(JobClaim).where(JobClaim.slot < now - KEPT))


def last_done(session: Session, job_id: str) -> datetime | None:
    """Return when the job last came to its end."""
    newest = select(func.max(JobClaim.done_at)).where(JobClaim.job_id == job_id)
    return session.scalar(newest)
