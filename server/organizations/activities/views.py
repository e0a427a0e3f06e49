"""`/api/activities`: an organization's own activities, kept by its administrators."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from server import audit
from server.access import current
from server.db import db, transaction, utc_now, wire_time
from server.organizations.activities import operations
from server.organizations.activities.models import Activity
from server.organizations.activities.schemas import (
    ActivitiesShown,
    ActivityChanged,
    ActivityShown,
    ActivityTold,
    Nothing,
)

blueprint = Blueprint(
    "activities", __name__, url_prefix="/api/activities", description="The organization's own activities"
)


@blueprint.get("")
@blueprint.response(200, ActivitiesShown)
def show() -> dict[str, Any]:
    """List the organization's own activities, retired ones too."""
    rows = operations.activities_of(db.session(), current().organization_id)
    return {"activities": [_shown(row) for row in rows]}


@blueprint.post("")
@blueprint.arguments(ActivityTold)
@blueprint.response(201, ActivityShown)
def add(told: dict[str, Any]) -> dict[str, Any]:
    """Add an activity; every tablet of the organization gets it."""
    now = utc_now()
    with transaction() as session:
        row = operations.add_activity(session, current().organization_id, told, now)
        _note(session, "activity.add", row, ["name", "group", "codes", "fields"], now)
    return {"activity": _shown(row)}


@blueprint.post("/<activity_id>")
@blueprint.arguments(ActivityChanged)
@blueprint.response(200, ActivityShown)
def change(told: dict[str, Any], activity_id: str) -> dict[str, Any]:
    """Change an activity for what is recorded from now on; notes keep the words they were recorded in."""
    now = utc_now()
    with transaction() as session:
        row = operations.find_activity(session, current().organization_id, activity_id)
        changed = operations.change_activity(session, row, told.pop("version"), told, now)
        if changed:
            _note(session, "activity.change", row, changed, now)
    return {"activity": _shown(row)}


@blueprint.post("/<activity_id>/retire")
@blueprint.arguments(Nothing)
@blueprint.response(200, ActivityShown)
def retire(_told: dict[str, Any], activity_id: str) -> dict[str, Any]:
    """Offer an activity no longer. It stays on record, and readable where it was done."""
    return {"activity": _settle(activity_id, "activity.retire", operations.retire)}


@blueprint.post("/<activity_id>/take-back")
@blueprint.arguments(Nothing)
@blueprint.response(200, ActivityShown)
def take_back(_told: dict[str, Any], activity_id: str) -> dict[str, Any]:
    """Offer a retired activity again."""
    return {"activity": _settle(activity_id, "activity.take-back", operations.take_back)}


def _settle(activity_id: str, action: str, do: Callable[[Activity, datetime], bool]) -> dict[str, Any]:
    now = utc_now()
    with transaction() as session:
        row = operations.find_activity(session, current().organization_id, activity_id)
        if do(row, now):
            _note(session, action, row, ["retired_at"], now)
    return _shown(row)


def _note(session: Session, action: str, row: Activity, fields: Iterable[str], now: datetime) -> None:
    actor = current()
    audit.note_by(session, actor, action, "activity", row.id, fields=fields, now=now)


def _shown(row: Activity) -> dict[str, Any]:
    told = {"id": row.id, "version": row.version, "created_at": wire_time(row.created_at)}
    return told | row.feed_data()
