"""`/api/devices`: what a tablet reports of itself, and the page of tablets."""

from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from server.access import current
from server.config import config_of
from server.db import db, run_transaction, transaction, utc_now, wire_time
from server.feed import backed_up_at
from server.sync.watch import desk
from server.sync.watch.report import take_report
from server.sync.watch.schemas import ConcludedSchema, ReportSchema, TabletsSchema

blueprint = Blueprint("tablets", __name__, url_prefix="/api/devices", description="Watching over tablets")


@blueprint.post("/health")
@blueprint.arguments(ReportSchema)
@blueprint.response(200, ConcludedSchema)
def take_health(body: dict[str, Any]) -> dict[str, Any]:
    """Take a tablet's report; say what to send again, and what neither side has."""
    actor, now = current(), utc_now()
    concluded = run_transaction(
        lambda session: take_report(session, actor.clinician_id, body["device_id"], body, now)
    )
    return concluded._asdict()


@blueprint.get("")
@blueprint.response(200, TabletsSchema)
def show() -> dict[str, Any]:
    """List the organization's tablets, and when the newest backup was made."""
    session, actor = db.session(), current()
    return {
        "devices": desk.list_tablets(session, actor.organization_id),
        "backup": {
            "configured": config_of(current_app).backups is not None,
            "at": wire_time(backed_up_at(session, actor.organization_id)),
        },
    }


@blueprint.post("/<device_id>/missing/<clinician_id>/settle")
@blueprint.response(204)
def settle(device_id: str, clinician_id: str) -> None:
    """Note that a person has dealt with what is missing."""
    with transaction() as session:
        desk.settle_missing(session, current(), device_id, clinician_id, utc_now())
