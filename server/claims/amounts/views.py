"""`/api/thresholds` and `/api/fees`: what KX is counted from."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE, ValidationError
from sqlalchemy.orm import Session

from server.access import Actor, current, require_patient
from server.accounts.operations import titles_of
from server.claims.amounts import operations, pages
from server.claims.amounts.near import near
from server.claims.amounts.schemas import FeesShown, FeesTold, NearShown, UsedTold, YearAsked, YearShown
from server.claims.clock import today_of
from server.claims.noting import note
from server.db import db, transaction, utc_now

blueprint = Blueprint("amounts", __name__, url_prefix="/api", description="What KX is counted from")


@blueprint.get("/thresholds")
@blueprint.response(200, NearShown)
def show_near() -> dict[str, Any]:
    """List who has used 80 % or more of an amount of this year."""
    actor, now = current(), utc_now()
    today = today_of(db.session(), actor.organization_id, now)
    shown = near(db.session(), actor.organization_id, today)
    ids = sorted({one["patient_id"] for one in shown["patients"]})
    with transaction() as session:  # nothing is shown that is not noted
        note(session, actor, "thresholds.list", ("patient", None), None, ids, now)
    return shown


@blueprint.get("/thresholds/<patient_id>")
@blueprint.arguments(YearAsked, location="query", unknown=RAISE)
@blueprint.response(200, YearShown)
def show_year(asked: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """Show what a patient has used of a year's amounts, and what that is made of."""
    actor = current()
    require_patient(db.session(), actor, patient_id)
    shown = _year(db.session(), actor, patient_id, asked["year"])
    with transaction() as session:  # nothing is shown that is not noted
        note(session, actor, "threshold.read", ("patient", patient_id), patient_id, [], utc_now())
    return shown


@blueprint.post("/thresholds/<patient_id>")
@blueprint.arguments(UsedTold)
@blueprint.response(201, YearShown)
def enter_used(told: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """Enter what a patient has used through a date. It is never changed: what is entered later counts."""
    actor, now = current(), utc_now()
    with transaction() as session:
        require_patient(session, actor, patient_id)
        if told["as_of"] > today_of(session, actor.organization_id, now):
            raise ValidationError({"json": {"as_of": ["The date is in the future."]}})
        row = operations.enter_used(session, actor.organization_id, patient_id, actor.clinician_id, told, now)
        note(session, actor, "threshold.enter", ("threshold_used", row.id), patient_id, sorted(told), now)
        session.flush()
        return _year(session, actor, patient_id, told["year"])


def _year(session: Session, actor: Actor, patient_id: str, year: int | None) -> dict[str, Any]:
    today = today_of(session, actor.organization_id, utc_now())
    return pages.year(session, actor.organization_id, patient_id, year or today.year, today)


@blueprint.get("/fees")
@blueprint.response(200, FeesShown)
def show_fees() -> dict[str, Any]:
    """Show the fee table."""
    return {"fees": pages.fees(db.session(), current().organization_id)}


@blueprint.post("/fees")
@blueprint.arguments(FeesTold)
@blueprint.response(201, FeesShown)
def enter_fees(told: dict[str, Any]) -> dict[str, Any]:
    """Enter fees. None is ever changed: of equal dates the one entered last counts."""
    actor, now = current(), utc_now()
    with transaction() as session:
        rows = operations.enter_fees(
            session, actor.organization_id, actor.clinician_id, told.get("fees", [told]), now
        )
        for row in rows:
            note(session, actor, "fee.enter", ("fee", row.id), None, ["cents", "effective_from"], now)
        names = titles_of(session, actor.organization_id)
        shown = [pages.fee(row, names) for row in rows]
    return {"fees": shown} if "fees" in told else {"fee": shown[0]}
