"""`/api/service-days` and `/api/policies`: what billers and supervisors read."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE

from server.access import current
from server.claims import pages
from server.claims.clock import today_of
from server.claims.noting import note
from server.claims.policies import add_policy, policies_of
from server.claims.schemas import (
    Policies,
    PolicyShown,
    PolicyTold,
    ServiceDays,
    ServiceDaysAsked,
    ServiceDayWhole,
)
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
        ids = [row["id"] for row in rows]
        note(session, actor, "service-days.list", ("service_day", None), None, ids, utc_now())
    return {"service_days": rows}


@blueprint.get("/service-days/<day_id>")
@blueprint.response(200, ServiceDayWhole)
def show(day_id: str) -> dict[str, Any]:
    """Show one service day with all its revisions."""
    actor = current()
    with transaction() as session:
        whole = pages.service_day(session, actor.organization_id, day_id)
        patient_id = whole["service_day"]["patient_id"]
        note(session, actor, "service-day.read", ("service_day", day_id), patient_id, [], utc_now())
    return whole


@blueprint.get("/policies")
@blueprint.response(200, Policies)
def policies() -> dict[str, Any]:
    """List the organization's payer policies, all versions."""
    actor = current()
    today = today_of(db.session(), actor.organization_id, utc_now())
    return {"policies": pages.policies(db.session(), actor.organization_id, today)}


@blueprint.post("/policies")
@blueprint.arguments(PolicyTold)
@blueprint.response(201, PolicyShown)
def tell_policy(told: dict[str, Any]) -> dict[str, Any]:
    """Keep a new version of a payer policy: it holds from its date on and changes nothing that is final."""
    actor, now = current(), utc_now()
    with transaction() as session:
        row = add_policy(session, actor.organization_id, told, now)
        note(session, actor, "policy.tell", ("payer_policy", row.id), None, sorted(told), now)
        session.flush()
        rows = policies_of(session, actor.organization_id)
        return {"policy": pages.policy(row, rows, today_of(session, actor.organization_id, now))}
