"""Keeping notices and subscriptions. Nothing here sends: `delivery` does, outside any transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.db import canonical, sha256_hex, uuid7
from server.notifications.kinds import KINDS
from server.notifications.models import Notice, Push, Subscription
from server.secret import Secret

INBOX_ROWS: Final = 100
SEALED_FOR: Final = "push subscription"


def notify(
    session: Session,
    *,
    organization_id: str,
    clinician_id: str,
    kind: str,
    subject_id: str,
    once: str,
    now: datetime,
) -> bool:
    """Put a notice into the clinician's inbox and queue its pushes; say False when `once` already came."""
    if kind not in KINDS:
        raise ValueError(f"There is no kind of notice called {kind!r}.")
    seen = select(Notice.id).where(Notice.clinician_id == clinician_id, Notice.once == once)
    if session.scalar(seen) is not None:
        return False
    notice = Notice(
        id=uuid7(),
        organization_id=organization_id,
        clinician_id=clinician_id,
        kind=kind,
        subject_id=subject_id,
        once=once,
        at=now,
    )
    session.add(notice)
    session.flush()
    session.add_all(
        Push(notice_id=notice.id, subscription_id=subscription, due_at=now, attempts=0)
        for subscription in _active(session, clinician_id)
    )
    return True


def _active(session: Session, clinician_id: str) -> Sequence[str]:
    wanted = (Subscription.clinician_id == clinician_id, Subscription.disabled_at.is_(None))
    return session.scalars(select(Subscription.id).where(*wanted)).all()


def inbox(session: Session, clinician_id: str) -> Sequence[Notice]:
    """Return the clinician's newest notices, newest first."""
    rows = select(Notice).where(Notice.clinician_id == clinician_id).order_by(Notice.at.desc(), Notice.id)
    return session.scalars(rows.limit(INBOX_ROWS)).all()


def mark_read(session: Session, clinician_id: str, ids: Sequence[str], now: datetime) -> None:
    """Mark notices as read; ids of other people's notices change nothing."""
    mine = (Notice.clinician_id == clinician_id, Notice.id.in_(ids), Notice.read_at.is_(None))
    session.execute(update(Notice).where(*mine).values(read_at=now))


def withdraw(session: Session, kind: str, subject_id: str, now: datetime) -> None:
    """Take back what was told of a subject: it is so no longer, and nobody has to look."""
    told = (Notice.kind == kind, Notice.subject_id == subject_id, Notice.read_at.is_(None))
    session.execute(update(Notice).where(*told).values(read_at=now))


def subscribe(
    session: Session,
    *,
    organization_id: str,
    clinician_id: str,
    device_id: str | None,
    endpoint: str,
    keys: dict[str, str],
    secret: Secret,
    now: datetime,
) -> Subscription:
    """Keep where a device takes pushes.

    A browser has one endpoint: whoever signs in there next takes it over, so that pushes of the
    former user end.
    """
    forget_endpoint(session, endpoint)
    row_id = uuid7()
    subscription = Subscription(
        id=row_id,
        organization_id=organization_id,
        clinician_id=clinician_id,
        device_id=device_id,
        endpoint_sha256=sha256_hex(endpoint),
        sealed=secret.seal(SEALED_FOR, canonical({"endpoint": endpoint, "keys": keys}).encode(), row_id),
        created_at=now,
    )
    session.add(subscription)
    return subscription


def unsubscribe(session: Session, clinician_id: str, endpoint: str) -> None:
    """Forget the clinician's own subscription."""
    mine = (Subscription.endpoint_sha256 == sha256_hex(endpoint), Subscription.clinician_id == clinician_id)
    _forget(session, session.scalars(select(Subscription.id).where(*mine)).all())


def forget_endpoint(session: Session, endpoint: str) -> None:
    """Forget the subscription of an endpoint, whoever it belonged to."""
    there = Subscription.endpoint_sha256 == sha256_hex(endpoint)
    _forget(session, session.scalars(select(Subscription.id).where(there)).all())


def forget_device(session: Session, organization_id: str, device_id: str) -> None:
    """Forget the subscriptions of a device that was revoked."""
    there = (Subscription.organization_id == organization_id, Subscription.device_id == device_id)
    _forget(session, session.scalars(select(Subscription.id).where(*there)).all())


def forget(session: Session, subscription_id: str) -> None:
    """Forget a subscription that its push service no longer knows."""
    _forget(session, [subscription_id])


def _forget(session: Session, ids: Sequence[str]) -> None:
    if ids:
        session.execute(delete(Push).where(Push.subscription_id.in_(ids)))
        session.execute(delete(Subscription).where(Subscription.id.in_(ids)))
