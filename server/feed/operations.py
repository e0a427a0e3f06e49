"""Opening an organization's clock, reading it, renewing its epoch, and what is stored of a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from server.db import sha256_hex
from server.feed.commit import feed_text, last_step
from server.feed.models import ClockReading, FeedRow, OrganizationClock
from server.feed.pending import pending

_READ_CLOCK = select(OrganizationClock.seq, OrganizationClock.epoch, OrganizationClock.backup_seq).where(
    OrganizationClock.organization_id == bindparam("organization_id")
)


@dataclass(frozen=True, slots=True)
class StoredState:
    """What a tablet can check its own copy against."""

    version: int
    hash: str  # sha256 of the canonical JSON in the feed


def genesis(organization_id: str) -> str:
    """Return the head of an audit chain that has no row yet."""
    return sha256_hex(f"kinesync audit chain of {organization_id}")


def open_clock(session: Session, organization_id: str) -> OrganizationClock:
    """Start the feed and the audit chain of a new organization."""
    clock = OrganizationClock(
        organization_id=organization_id,
        seq=0,
        audit_seq=0,
        audit_head=genesis(organization_id),
        epoch=str(uuid4()),
    )
    session.add(clock)
    return clock


def clock_of(session: Session, organization_id: str) -> ClockReading:
    """Return where the feed stands, read past the session's cache."""
    clock = session.execute(_READ_CLOCK, {"organization_id": organization_id}).one()
    return ClockReading(*clock)


def clock_after(session: Session, organization_id: str) -> ClockReading:
    """Return where the feed stood with this session's last commit; read anew when that changed nothing."""
    return last_step(session, organization_id) or clock_of(session, organization_id)


def backed_up_at(session: Session, organization_id: str) -> datetime | None:
    """Return when the newest verified backup was made; None as long as there is none."""
    mine = OrganizationClock.organization_id == organization_id
    return session.scalar(select(OrganizationClock.backup_at).where(mine))


def renew_epoch(session: Session, organization_id: str) -> str:
    """Start a new epoch after a restore was noticed; every tablet will send its work again."""
    epoch = str(uuid4())
    session.execute(
        update(OrganizationClock)
        .where(OrganizationClock.organization_id == organization_id)
        .values(epoch=epoch)
        .execution_options(synchronize_session=False)
    )
    return epoch


def stored(session: Session, row: FeedRow) -> StoredState:
    """Return version and hash of a row as this transaction will leave it; flush before."""
    return StoredState(row.version, sha256_hex(feed_text(pending(session), row)))


def mark_backup(session: Session, safe: Iterable[tuple[str, str, int]], now: datetime) -> None:
    """Note that a verified backup holds these organizations up to a number: id, epoch, number.

    One whose epoch has changed since was restored meanwhile: its numbers mean something else now.
    """
    for organization_id, epoch, seq in safe:
        session.execute(
            update(OrganizationClock)
            .where(OrganizationClock.organization_id == organization_id, OrganizationClock.epoch == epoch)
            .values(backup_seq=seq, backup_at=now)
            .execution_options(synchronize_session=False)
        )
