"""Adding, changing and retiring an organization's own activities."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.db import uuid7
from server.documentation.activities import key_of, ships
from server.organizations.activities.models import Activity
from server.problems import NotFound, Problem

Told = dict[str, Any]


class ActivityExists(Problem):
    """There is an activity of that name, in the library that ships or among the organization's own."""

    status = 409
    type = "/problems/activity-exists"
    title = "There is an activity of this name"


class ActivityChangedElsewhere(Problem):
    """Somebody else has changed the activity meanwhile."""

    status = 409
    type = "/problems/activity-changed"
    title = "Somebody else has changed this activity"


class ActivityRetired(Problem):
    """A retired activity is not changed."""

    status = 409
    type = "/problems/activity-retired"
    title = "The activity is retired"


def activities_of(session: Session, organization_id: str) -> Sequence[Activity]:
    """Return the organization's activities, retired ones too, by name."""
    mine = select(Activity).where(Activity.organization_id == organization_id)
    return session.scalars(mine.order_by(Activity.name_key)).all()


def find_activity(session: Session, organization_id: str, activity_id: str) -> Activity:
    """Return the organization's activity; raise NotFound, also for another organization's."""
    row = session.get(Activity, activity_id)
    if row is None or row.organization_id != organization_id:
        raise NotFound
    return row


def add_activity(
    session: Session, organization_id: str, told: Told, now: datetime, *, activity_id: str | None = None
) -> Activity:
    """Add an activity to the organization's library; raise ActivityExists."""
    columns = _columns(told)
    _refuse_namesake(session, organization_id, columns, None)
    row = Activity(
        id=activity_id or uuid7(),
        organization_id=organization_id,
        created_at=now,
        changed_at=now,
        retired_at=None,
        **columns,
    )
    session.add(row)
    _flush(session)
    return row


def change_activity(session: Session, row: Activity, version: int, told: Told, now: datetime) -> list[str]:
    """Change an activity for what is recorded from now on; return what changed.

    `version` is the one that was before the administrator; raise ActivityChangedElsewhere when it is no
    longer the newest, ActivityRetired, or ActivityExists.
    """
    if row.version != version:
        raise ActivityChangedElsewhere("Look at it as it is now, then change it.", pointer="/version")
    if row.retired_at is not None:
        raise ActivityRetired("Take it back into the library first.")
    columns = _columns(told)
    changed = [name for name, value in columns.items() if getattr(row, name) != value and name != "name_key"]
    if not changed:
        return []
    _refuse_namesake(session, row.organization_id, columns, row.id)
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = now
    _flush(session)
    return changed


def retire(row: Activity, now: datetime) -> bool:
    """Take an activity out of what tablets offer; say whether that changed anything."""
    if row.retired_at is not None:
        return False
    row.retired_at = row.changed_at = now
    return True


def take_back(row: Activity, now: datetime) -> bool:
    """Offer a retired activity again; say whether that changed anything."""
    if row.retired_at is None:
        return False
    row.retired_at, row.changed_at = None, now
    return True


def _columns(told: Told) -> Told:
    name = " ".join(told["name"].split())
    return {
        "name": name,
        "name_key": key_of(name),
        "group_id": told["group"],
        "codes": list(told["codes"]),
        "fields": list(told["fields_"]),
    }


def _refuse_namesake(session: Session, organization_id: str, columns: Told, own_id: str | None) -> None:
    if ships(columns["name"]):
        raise ActivityExists("It is in the library that ships.", pointer="/name")
    named = select(Activity).where(
        Activity.organization_id == organization_id, Activity.name_key == columns["name_key"]
    )
    for row in session.scalars(named):
        if row.id != own_id:
            where = "your list" if row.retired_at is None else "your list, retired: take it back"
            raise ActivityExists(f"It is in {where}.", pointer="/name")


def _flush(session: Session) -> None:
    """Write now: two administrators who add the same name at once meet at the database."""
    try:
        session.flush()
    except IntegrityError:
        raise ActivityExists("Somebody else has just added it.", pointer="/name") from None
