"""What the jobs do: plain functions of a session to read with and the present instant.

What is due stands in the domains' own tables, so a run that was missed is made up by the next. Whoever must
write does it in transactions of its own.
"""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.orm import Session

from server.accounts.forgetting import forget_ended
from server.claims.operations import mark_failed
from server.config import config_of
from server.db import run_transaction
from server.demo.today import refresh
from server.jobs.claims import forget_old
from server.notifications.delivery import Rules, deliver_due
from server.notifications.keys import vapid_key
from server.notifications.kinds import VISIT_UNSIGNED
from server.notifications.operations import notify
from server.notifications.push import WebPusher
from server.organizations.operations import get_organization, organization_ids
from server.reviews.operations import settle_all
from server.sync.watch.missing import look_again
from server.visits.operations import unsigned_visits

REMINDS_FROM_HOUR: Final = 7  # of the clinic's day: nobody is woken for a signature
REMINDS_UNTIL_HOUR: Final = 20


def beat(_session: Session, now: datetime) -> None:
    """Show that the jobs run: the claim on this run is the sign. Claims of long ago are deleted."""
    run_transaction(lambda session: forget_old(session, now))


def forget(_session: Session, now: datetime) -> None:
    """Delete sessions that ended long ago, and counters of failed sign-ins that count no more."""
    run_transaction(lambda session: forget_ended(session, now))


def sweep(_session: Session, now: datetime) -> None:
    """Finalize the service days that a push left due, and try those again that failed a while ago."""
    mark_failed(now)
    settle_all(now)


def remind(_session: Session, now: datetime) -> None:
    """Remind whoever began a visit on an earlier day and has not signed it: once a visit and day."""
    run_transaction(lambda session: _remind_all(session, now))


def _remind_all(session: Session, now: datetime) -> None:
    for organization_id in organization_ids(session):
        local = now.astimezone(ZoneInfo(get_organization(session, organization_id).time_zone))
        if not REMINDS_FROM_HOUR <= local.hour < REMINDS_UNTIL_HOUR:
            continue
        for visit in unsigned_visits(session, local.date()):
            if visit.organization_id != organization_id:
                continue
            notify(
                session,
                organization_id=organization_id,
                clinician_id=visit.started_by,
                kind=VISIT_UNSIGNED,
                subject_id=visit.id,
                once=f"{VISIT_UNSIGNED} {visit.id} {local.date()}",
                now=now,
            )


def watch_tablets(_session: Session, now: datetime) -> None:
    """Take back what was told of tablets whose missing work has arrived."""
    run_transaction(lambda session: look_again(session, now))


def deliver(_session: Session, now: datetime) -> None:
    """Send the pushes that are due."""
    config = config_of(current_app)
    rules = Rules(config.secret, config.push_hosts, loopback=config.testing)
    deliver_due(WebPusher(vapid_key(config.vapid_key_file), config.push_contact), rules, now)


def keep_demo_going(_session: Session, now: datetime) -> None:
    """Give the demo organization, if there is one, its appointments of a day that has just begun."""
    refresh(now)
