"""`/api/service-days`, `/api/policies` and `/api/rule-packs`: what billers and supervisors read."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE
from sqlalchemy.orm import Session

from server.access import current, require_patient
from server.accounts.operations import titles_of
from server.claims import listing, packs, pages, printing, procedures, submissions
from server.claims.clock import today_of
from server.claims.models import Procedure, ServiceDay
from server.claims.noting import note
from server.claims.policies import add_policy, policies_of
from server.claims.rules import rules_at_hand
from server.claims.schemas import (
    DayPrinted,
    Policies,
    PolicyShown,
    PolicyTold,
    ProcedureShown,
    ProcedureTold,
    RemovalTold,
    RulePacks,
    ServiceDays,
    ServiceDaysAsked,
    ServiceDayWhole,
    Submitted,
)
from server.claims.turns import take_turns
from server.db import db, transaction, utc_now, wire_time
from server.problems import NotFound

blueprint = Blueprint("service_days", __name__, url_prefix="/api", description="What is billed, and why")


@blueprint.get("/service-days")
@blueprint.arguments(ServiceDaysAsked, location="query", unknown=RAISE)
@blueprint.response(200, ServiceDays)
def show_all(asked: dict[str, Any]) -> dict[str, Any]:
    """List service days, the newest first, at most 200."""
    actor = current()
    narrowed = listing.Asked(on=asked.pop("date"), **asked)
    shown = listing.service_days(db.session(), actor.organization_id, narrowed)
    ids = [row["id"] for row in shown["service_days"]]
    with transaction() as session:  # nothing is shown that is not noted
        note(session, actor, "service-days.list", ("service_day", None), None, ids, utc_now())
    return shown


@blueprint.get("/service-days/<day_id>")
@blueprint.response(200, ServiceDayWhole)
def show(day_id: str) -> dict[str, Any]:
    """Show one service day with all its revisions."""
    actor = current()
    whole = pages.service_day(db.session(), actor.organization_id, day_id)
    patient_id = whole["service_day"]["patient_id"]
    with transaction() as session:  # nothing is shown that is not noted
        note(session, actor, "service-day.read", ("service_day", day_id), patient_id, [], utc_now())
    return whole


@blueprint.get("/service-days/<day_id>/print")
@blueprint.response(200, DayPrinted)
def show_on_paper(day_id: str) -> dict[str, Any]:
    """Show all that the printed page of a service day says."""
    actor, now = current(), utc_now()
    whole = printing.on_paper(db.session(), actor.organization_id, day_id)
    patient_id = whole["service_day"]["patient_id"]
    with transaction() as session:  # nothing is shown that is not noted
        note(session, actor, "service-day.print", ("service_day", day_id), patient_id, [], now)
    return whole | {"printed_at": wire_time(now)}


@blueprint.post("/service-days/<day_id>/submitted")
@blueprint.arguments(Submitted)
@blueprint.response(200, ServiceDayWhole)
def submit(told: dict[str, Any], day_id: str) -> dict[str, Any]:
    """Mark a revision as submitted: what follows it is a corrected claim."""
    actor, now = current(), utc_now()
    with transaction() as session:
        row = pages.find_day(session, actor.organization_id, day_id)
        take_turns(session, [row.patient_id])
        names = titles_of(session, actor.organization_id)
        if submissions.submit(session, row, told["revision"], actor.clinician_id, names, now):
            note(
                session, actor, "service-day.submit", ("service_day", day_id), row.patient_id,
                ["submitted"], now,
            )  # fmt: skip
        return pages.service_day(session, actor.organization_id, day_id)


@blueprint.post("/service-days/<day_id>/procedures")
@blueprint.arguments(ProcedureTold)
@blueprint.response(201, ProcedureShown)
def tell_procedure(told: dict[str, Any], day_id: str) -> dict[str, Any]:
    """Keep what somebody else did for the patient that day; edits look at it."""
    actor, now = current(), utc_now()
    with transaction() as session:
        day = _own_patients_day(session, day_id)
        row = procedures.enter(session, day, told, actor.clinician_id, now)
        note(session, actor, "procedure.tell", ("procedure", row.id), day.patient_id, sorted(told), now)
        shown = pages.procedure(row)
    return {"procedure": shown}


@blueprint.post("/service-days/<day_id>/procedures/<procedure_id>/remove")
@blueprint.arguments(RemovalTold)
@blueprint.response(200, ProcedureShown)
def remove_procedure(_told: dict[str, Any], day_id: str, procedure_id: str) -> dict[str, Any]:
    """Take another's procedure out of the day; it stays on record."""
    actor, now = current(), utc_now()
    with transaction() as session:
        day = _own_patients_day(session, day_id)
        row = session.get(Procedure, procedure_id)
        if row is None or (row.patient_id, row.date_of_service) != (day.patient_id, day.date_of_service):
            raise NotFound
        procedures.remove(session, row, now)
        note(session, actor, "procedure.remove", ("procedure", row.id), day.patient_id, ["removed"], now)
        shown = pages.procedure(row)
    return {"procedure": shown}


def _own_patients_day(session: Session, day_id: str) -> ServiceDay:
    """Return a service day whose patient the actor may know of; raise NotFound."""
    day = pages.find_day(session, current().organization_id, day_id)
    require_patient(session, current(), day.patient_id)
    return day


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


@blueprint.get("/rule-packs")
@blueprint.response(200, RulePacks)
def rule_packs() -> dict[str, Any]:
    """List the tables of edits and limits, which of them is in force, and the amounts of each year."""
    today = today_of(db.session(), current().organization_id, utc_now())
    return packs.page(rules_at_hand(), today)
