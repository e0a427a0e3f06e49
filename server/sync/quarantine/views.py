"""`/api/quarantine`, and `/api/sync/sealed`, where a tablet that cannot be opened hands in its work."""

from typing import Any

from flask import current_app, request
from flask_smorest import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from server.access import NotSignedIn, current
from server.accounts.views import identify as who_is_signed_in
from server.config import config_of
from server.db import db, transaction, utc_now
from server.devices.operations import device_in, device_of_upload_token, enrolled_device
from server.mutation import Context
from server.organizations.operations import get_organization
from server.problems import Busy, NotFound
from server.sync.envelope import identify
from server.sync.handling import HandlerFailed
from server.sync.push import push
from server.sync.quarantine import kept, sealed
from server.sync.quarantine.asking import answer, ask, help_json
from server.sync.quarantine.schemas import (
    AnswerSchema,
    AskSchema,
    ConfirmedSchema,
    KeptSchema,
    OpenedSchema,
    QuarantineSchema,
    RescuedSchema,
    RescueSchema,
    SealedSchema,
)
from server.sync.verdicts import is_final

UPLOAD_HEADER = "X-Kinesync-Upload"

blueprint = Blueprint("quarantine", __name__, url_prefix="/api", description="What was not taken in")


@blueprint.post("/sync/sealed")
@blueprint.arguments(SealedSchema)
@blueprint.response(200, KeptSchema)
def take_sealed(body: dict[str, Any]) -> dict[str, str]:
    """Keep a sealed outbox until its author confirms it; a revoked tablet may hand it in too."""
    claimed, stated = body.pop("clinician_id"), body.pop("upload_token")
    token = request.headers.get(UPLOAD_HEADER) or stated
    uploader = _uploader(body["device_id"], claimed, token)
    secret = config_of(current_app).secret
    with transaction() as session:
        return {"id": sealed.keep_sealed(session, uploader, body, secret, utc_now())}


@blueprint.get("/quarantine")
@blueprint.response(200, QuarantineSchema)
def show_all() -> dict[str, Any]:
    """List what waits: a supervisor sees all of the organization, others their own."""
    organization_id = current().organization_id
    if sealed.arrived(db.session(), organization_id):
        with transaction() as session:
            for row in sealed.arrived(session, organization_id):
                row.settled_at = utc_now()
    return {"quarantined": kept.list_quarantined(db.session(), current())}


@blueprint.get("/quarantine/<quarantined_id>")
@blueprint.response(200, OpenedSchema)
def show_one(quarantined_id: str) -> dict[str, Any]:
    """Show one refused mutation with its words, to its author or a supervisor; sealed work stays shut."""
    actor, now = current(), utc_now()
    secret = config_of(current_app).secret
    row = kept.get_quarantined(db.session(), actor, quarantined_id)
    mutation = None if row.kind == sealed.KIND else kept.open_body(row, secret)
    shown = {**kept.quarantined_json(row), "mutation": mutation, **help_json(db.session(), row, secret)}
    with transaction() as session:  # the opening is audited before anything is shown
        kept.note(session, actor, "quarantine.open", quarantined_id, now)
    return shown


@blueprint.post("/quarantine/ask")
@blueprint.arguments(AskSchema)
@blueprint.response(204)
def put_question(body: dict[str, str]) -> None:
    """Ask the supervisors about a change of one's own that was refused."""
    secret = config_of(current_app).secret
    with transaction() as session:
        ask(session, current(), body["mutation_id"], body["question"], secret, utc_now())


@blueprint.post("/quarantine/<quarantined_id>/answer")
@blueprint.arguments(AnswerSchema)
@blueprint.response(204)
def put_answer(body: dict[str, str], quarantined_id: str) -> None:
    """Answer a clinician's question."""
    secret = config_of(current_app).secret
    with transaction() as session:
        answer(session, current(), quarantined_id, body["answer"], secret, utc_now())


@blueprint.post("/quarantine/<quarantined_id>/settle")
@blueprint.response(204)
def settle(quarantined_id: str) -> None:
    """Take a refused change off the list: its author has decided what becomes of it. Its words stay."""
    now = utc_now()
    with transaction() as session:
        row = kept.get_quarantined(session, current(), quarantined_id)
        if row.kind == sealed.KIND:
            raise NotFound  # that is confirmed, or arrives by itself
        kept.settle(session, current(), quarantined_id, now)


@blueprint.post("/quarantine/rescue")
@blueprint.arguments(RescueSchema)
@blueprint.response(200, RescuedSchema)
def rescue(body: dict[str, Any]) -> dict[str, Any]:
    """Keep a part of a rescue file until its author confirms it; the same part again is kept once."""
    actor, clinician_id = current(), body.pop("clinician_id")
    secret = config_of(current_app).secret
    with transaction() as session:
        device = device_in(session, actor.organization_id, clinician_id, body["device_id"])
        known = sealed.find_sealed(session, actor.organization_id, body)
        uploader = sealed.Uploader(device.organization_id, device.clinician_id, device.id)
        id_ = sealed.keep_sealed(session, uploader, body, secret, utc_now())
        kept.note(session, actor, "quarantine.rescue", id_, utc_now())
    return {"id": id_, "known": known is not None}


@blueprint.post("/quarantine/<quarantined_id>/confirm")
@blueprint.response(200, ConfirmedSchema)
def confirm(quarantined_id: str) -> dict[str, Any]:
    """Take in sealed work, as its author; what still waits for something can be confirmed again."""
    actor, now = current(), utc_now()
    secret = config_of(current_app).secret
    row = kept.get_quarantined(db.session(), actor, quarantined_id)
    if row.clinician_id != actor.clinician_id or row.kind != sealed.KIND:
        raise NotFound
    mutations = sealed.unseal(db.session(), row, secret)
    time_zone = get_organization(db.session(), actor.organization_id).time_zone
    context = Context(actor.organization_id, actor.clinician_id, row.device_id, actor.roles, now, time_zone)
    sent = [identify(place, each) for place, each in enumerate(mutations)]
    try:
        answer = push(context, sent, secret)
    except (SQLAlchemyError, HandlerFailed):
        raise Busy("Nothing of it was stored. Confirm it again.") from None
    if all(is_final(each) for each in answer.verdicts):
        with transaction() as session:
            kept.settle(session, actor, quarantined_id, now)
    return {"verdicts": answer.verdicts}


def _uploader(device_id: str, claimed: str | None, token: str | None) -> sealed.Uploader:
    """Return whose tablet it is: by its token when nobody is signed in, else by the session."""
    session = db.session()
    if token is not None and claimed is not None:
        secret = config_of(current_app).secret
        device = device_of_upload_token(
            session, secret, device_id=device_id, clinician_id=claimed, token=token
        )
    elif token is None and claimed is None:
        device = enrolled_device(session, who_is_signed_in().clinician_id, device_id)
    else:
        raise NotSignedIn
    return sealed.Uploader(device.organization_id, device.clinician_id, device.id)
