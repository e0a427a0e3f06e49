"""`/api/session`: signing in, who is signed in, signing out."""

from typing import Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from server.access import Actor, NotSignedIn, current
from server.accounts import operations
from server.accounts.cookie import drop_cookie, read_cookie, set_cookie
from server.accounts.schemas import SignedInSchema, SignInSchema
from server.accounts.sessions import Limits, end_session, find_actor, note_seen
from server.accounts.signing_in import Attempt, sign_in
from server.config import Config, config_of
from server.db import db, transaction, utc_now
from server.organizations.operations import get_organization, organization_json

blueprint = Blueprint("session", __name__, url_prefix="/api/session", description="Signing in and out")


@blueprint.post("")
@blueprint.arguments(SignInSchema)
@blueprint.alt_response(200, schema=SignedInSchema)
def start(body: dict[str, Any]) -> Response:
    """Sign in, and get the session's cookie."""
    config = config_of(current_app)
    attempt = Attempt(
        email=body["email"],
        password=body["password"],
        code=body["code"],
        address=request.remote_addr or "",
        presented=read_cookie(request, config),
    )
    token, clinician_id = sign_in(attempt, config.secret, _limits(config), utc_now())
    response = jsonify(_signed_in(clinician_id))
    set_cookie(response, config, token)
    return response


@blueprint.get("")
@blueprint.response(200, SignedInSchema)
def show() -> dict[str, Any]:
    """Say who is signed in."""
    return _signed_in(current().clinician_id)


@blueprint.delete("")
@blueprint.response(204)
def end() -> Response:
    """Sign out: the session ends on the server, not only in the browser."""
    actor, now = current(), utc_now()
    with transaction() as session:
        end_session(session, actor.session_id, now)
        clinician = operations.get_clinician(session, actor.clinician_id)
        operations.note(session, clinician, "sign-out", now, by=clinician.id)
    response = Response(status=204)
    drop_cookie(response, config_of(current_app))
    return response


def identify() -> Actor:
    """Return who sent the present request; raise NotSignedIn."""
    config, now = config_of(current_app), utc_now()
    token = read_cookie(request, config)
    if token is None:
        raise NotSignedIn
    actor, to_be_noted = find_actor(db.session(), token, _limits(config), now)
    if to_be_noted:
        with transaction() as session:
            note_seen(session, actor.session_id, now)
    return actor


def _limits(config: Config) -> Limits:
    return Limits(idle=config.session_idle, longest=config.session_longest)


def _signed_in(clinician_id: str) -> dict[str, Any]:
    clinician = operations.get_clinician(db.session(), clinician_id)
    organization = get_organization(db.session(), clinician.organization_id)
    return {
        "clinician": operations.clinician_json(clinician),
        "organization": organization_json(organization),
    }
