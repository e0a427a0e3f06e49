"""`/api/quarantine`, and `/api/sync/sealed`, where a tablet that cannot be opened hands in its work."""

from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from server.access import NotSignedIn, current
from server.accounts.views import identify as who_is_signed_in
from server.config import config_of
from server.db import db, transaction, utc_now
from server.devices.operations import device_of_upload_token, enrolled_device
from server.mutation import Context
from server.organizations.operations import get_organization
from server.problems import NotFound
from server.sync.envelope import identify
from server.sync.push import push
from server.sync.quarantine import kept, sealed
from server.sync.quarantine.schemas import (
    ConfirmedSchema,
    KeptSchema,
    OpenedSchema,
    QuarantineSchema,
    SealedSchema,
)
from server.sync.verdicts import is_final

blueprint = Blueprint("quarantine", __name__, url_prefix="/api", description="What was not taken in")


@blueprint.post("/sync/sealed")
@blueprint.arguments(SealedSchema)
@blueprint.response(200, KeptSchema)
def take_sealed(body: dict[str, Any]) -> dict[str, str]:
    """Keep a sealed outbox until its author confirms it; a revoked tablet may hand it in too."""
    claimed, token = body.pop("clinician_id"), body.pop("upload_token")
    uploader = _uploader(body["device_id"], claimed, token)
    secret = config_of(current_app).secret
    with transaction() as session:
        return {"id": sealed.keep_sealed(session, uploader, body, secret, utc_now())}


@blueprint.get("/quarantine")
@blueprint.response(200, QuarantineSchema)
def show_all() -> dict[str, Any]:
    """List what waits: a supervisor sees all of the organization, others their own."""
    return {"quarantined": kept.list_quarantined(db.session(), current())}


@blueprint.get("/quarantine/<quarantined_id>")
@blueprint.response(200, OpenedSchema)
def show_one(quarantined_id: str) -> dict[str, Any]:
    """Show one refused mutation with its words, to its author or a supervisor; sealed work stays shut."""
    actor, now = current(), utc_now()
    secret = config_of(current_app).secret
    with transaction() as session:  # the opening is audited before anything is shown
        row = kept.get_quarantined(session, actor, quarantined_id)
        kept.note(session, actor, "quarantine.open", row.id, now)
        mutation = None if row.kind == sealed.KIND else kept.open_body(row, secret)
        return {**kept.quarantined_json(row), "mutation": mutation}


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
    answer = push(context, [identify(place, each) for place, each in enumerate(mutations)], secret)
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
