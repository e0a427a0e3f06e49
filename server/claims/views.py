"""`/api/service-days` and `/api/policies`: what billers and supervisors read."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE

from server import audit
from server.access import Actor, current
from server.claims import pages
from server.claims.schemas import Policies, ServiceDays, ServiceDaysAsked, ServiceDayWhole
from server.db import db, transaction, utc_now

blueprint = Blueprint("service_days", __name__, url_prefix="/api", description="What is billed, and why")


@blueprint.get("/service-days")
@blueprint.arguments(ServiceDaysAsked, location="query", unknown=RAISE)
@blueprint.response(200, ServiceDays)
def show_all(asked: dict[str, Any]) -> dict[str, Any]:
    """List service days, the newest first, at most 200."""
    actor = current()
    with transaction() as session:
        rows = pages.service_days(session, actor.organization_id, asked["state"], asked["date"])
        _note(actor, "service-days.list", None, None, [row["id"] for row in rows])
    return {"service_days": rows}


@blueprint.get("/service-days/<day_id>")
@blueprint.response(200, ServiceDayWhole)
def show(day_id: str) -> dict[str, Any]:
    """Show one service day with all its revisions."""
    actor = current()
    with transaction() as session:
        whole = pages.service_day(session, actor.organization_id, day_id)
        _note(actor, "service-day.read", day_id, whole["service_day"]["patient_id"], [])
    return whole


@blueprint.get("/policies")
@blueprint.response(200, Policies)
def policies() -> dict[str, Any]:
    """List the organization's payer policies."""
    return {"policies": pages.policies(db.session(), current().organization_id)}


def _note(
    actor: Actor, action: str, entity_id: str | None, patient_id: str | None, fields: list[str]
) -> None:
    audit.note(
        db.session(),
        organization_id=actor.organization_id,
        clinician_id=actor.clinician_id,
        device_id=actor.device_id,
        action=action,
        entity="service_day",
        entity_id=entity_id,
        patient_id=patient_id,
        fields=fields,
        now=utc_now(),
    )
