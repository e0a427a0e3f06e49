"""The job: a backup every night, made up for when the night was missed; and a word to the administrators.

Without a folder no backup is made. Then tablets keep what they sent for thirty days, and the administrators
are told once a month; a backup that fails is told once a day, and tried again with each run of the job.
"""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from server.access import ADMINISTRATOR
from server.accounts.operations import people_with_role
from server.config import config_of
from server.db import run_transaction
from server.notifications.kinds import BACKUP_FAILED, BACKUP_MISSING
from server.notifications.operations import notify
from server.organizations.operations import get_organization, organization_ids

logger = logging.getLogger(__name__)


def due(last: datetime | None, now: datetime, hour: int) -> bool:
    """Tell whether the last backup is from before the last time that the clock struck `hour` (UTC).

    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> due(noon - timedelta(hours=6), noon, 7), due(noon - timedelta(hours=4), noon, 7), due(None, noon, 7)
    (True, False, True)
    """
    struck = now.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    if struck > now:
        struck -= timedelta(days=1)
    return last is None or last < struck


def back_up_nightly(_session: Session, now: datetime) -> None:
    """Make the night's backup if it is due, and tell administrators when there is none."""
    config = config_of(current_app)
    if config.backups is None:
        _tell(BACKUP_MISSING, f"{now:%Y-%m}", now)
    else:
        _make_if_due(config.backups, config.backup_hour, now)


def _make_if_due(folder: Path, hour: int, now: datetime) -> None:
    from server.backup.generations import newest  # what migrates comes along: 8 MB where no backup is made
    from server.backup.making import back_up
    from server.backup.manifest import Damaged
    from server.backup.snapshot import NotMigrated

    if not due(newest(folder), now, hour):
        return
    try:
        # The proxy's own object: a backup pushes contexts of its own.
        made = back_up(current_app._get_current_object(), folder, now)  # type: ignore[attr-defined]
        logger.info("backup made and verified: %s", made.name)
    except (Damaged, NotMigrated, OSError, SQLAlchemyError):
        logger.exception("the backup failed")
        _tell(BACKUP_FAILED, f"{now:%Y-%m-%d}", now)


def _tell(kind: str, once: str, now: datetime) -> None:
    run_transaction(lambda session: _tell_all(session, kind, once, now))


def _tell_all(session: Session, kind: str, once: str, now: datetime) -> None:
    for organization_id in organization_ids(session):
        if get_organization(session, organization_id).demo:
            continue  # invented people: nothing of theirs is lost
        for administrator in people_with_role(session, organization_id, ADMINISTRATOR):
            notify(
                session,
                organization_id=organization_id,
                clinician_id=administrator,
                kind=kind,
                subject_id=organization_id,
                once=f"{kind} {once}",
                now=now,
            )
