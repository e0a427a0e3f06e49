"""Sending what is due: read, send without a transaction, then write what became of it.

A push service that answers slowly must hold up nobody's write, so no transaction is open while one is asked.
"""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.db import db, transaction
from server.notifications import operations
from server.notifications.endpoints import EndpointRefused, check_endpoint, check_public
from server.notifications.models import Notice, Push, Subscription
from server.notifications.payload import payload
from server.notifications.push import Outcome, Pusher
from server.secret import Secret, Unsealable

logger = logging.getLogger(__name__)

AT_ONCE: Final = 100
MOST_ATTEMPTS: Final = 6
FIRST_PAUSE: Final = timedelta(minutes=1)


class Rules(NamedTuple):
    """What sending needs to know of the server: the sealing secret and where pushes may go."""

    secret: Secret
    hosts: frozenset[str] = frozenset()
    loopback: bool = False


class Due(NamedTuple):
    """A push to send."""

    notice_id: str
    kind: str
    subscription_id: str
    sealed: str
    attempts: int


def deliver_due(pusher: Pusher, rules: Rules, now: datetime) -> int:
    """Send the pushes that are due; return how many were sent."""
    due = _due(db.session(), now)
    outcomes = [(one, _send(one, pusher, rules, now)) for one in due]
    if outcomes:
        with transaction() as session:
            for one, outcome in outcomes:
                _settle(session, one, outcome, now)
    return sum(outcome is Outcome.SENT for _, outcome in outcomes)


def _due(session: Session, now: datetime) -> Sequence[Due]:
    rows = session.execute(
        select(Push.notice_id, Notice.kind, Push.subscription_id, Subscription.sealed, Push.attempts)
        .join(Notice, Notice.id == Push.notice_id)
        .join(Subscription, Subscription.id == Push.subscription_id)
        .where(Push.due_at <= now, Subscription.disabled_at.is_(None))
        .order_by(Push.due_at, Push.notice_id)
        .limit(AT_ONCE)
    ).all()
    session.rollback()  # ends the read transaction before the first push service is asked
    return [Due(*row) for row in rows]


def _send(one: Due, pusher: Pusher, rules: Rules, now: datetime) -> Outcome:
    try:
        subscription: dict[str, Any] = json.loads(
            rules.secret.open(operations.SEALED_FOR, one.sealed, one.subscription_id)
        )
        host = check_endpoint(subscription["endpoint"], rules.hosts, loopback=rules.loopback)
        check_public(host, loopback=rules.loopback)
    except (EndpointRefused, Unsealable):
        return Outcome.REFUSED
    except OSError:  # the host's name cannot be resolved now
        return Outcome.LATER
    return pusher.send(subscription, payload(one.notice_id, one.kind), now)


def _settle(session: Session, one: Due, outcome: Outcome, now: datetime) -> None:
    this = (Push.notice_id == one.notice_id, Push.subscription_id == one.subscription_id)
    if outcome is Outcome.GONE:
        operations.forget(session, one.subscription_id)
        return
    if outcome is Outcome.LATER and one.attempts + 1 < MOST_ATTEMPTS:
        pause = FIRST_PAUSE * 2**one.attempts
        session.execute(update(Push).where(*this).values(due_at=now + pause, attempts=one.attempts + 1))
        return
    if outcome is Outcome.REFUSED:
        logger.error("push subscription %s was refused and is disabled", one.subscription_id)
        there = Subscription.id == one.subscription_id
        session.execute(update(Subscription).where(there).values(disabled_at=now))
    session.execute(delete(Push).where(*this))
