"""`/api/notifications`: the inbox, the key to subscribe with, this browser's subscription."""

from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from server.access import current
from server.config import config_of
from server.db import db, transaction, utc_now, wire_time
from server.notifications import operations
from server.notifications.endpoints import EndpointRefused, check_endpoint
from server.notifications.keys import public_key, vapid_key
from server.notifications.schemas import Inbox, PublicKey, Read, Subscribe, Unsubscribe
from server.problems import Invalid

blueprint = Blueprint(
    "notifications", __name__, url_prefix="/api/notifications", description="Something to look at"
)


@blueprint.get("")
@blueprint.response(200, Inbox)
def show() -> dict[str, Any]:
    """List the newest notices of whoever is signed in."""
    rows = operations.inbox(db.session(), current().clinician_id)
    return {
        "notifications": [
            {
                "id": row.id,
                "kind": row.kind,
                "subject_id": row.subject_id,
                "at": wire_time(row.at),
                "read": row.read_at is not None,
            }
            for row in rows
        ]
    }


@blueprint.post("/read")
@blueprint.arguments(Read)
@blueprint.response(204)
def read(body: dict[str, list[str]]) -> None:
    """Mark notices as looked at."""
    with transaction() as session:
        operations.mark_read(session, current().clinician_id, body["ids"], utc_now())


@blueprint.get("/key")
@blueprint.response(200, PublicKey)
def key() -> dict[str, str]:
    """Give the key that a browser subscribes with."""
    return {"public_key": public_key(vapid_key(config_of(current_app).vapid_key_file))}


@blueprint.post("/subscriptions")
@blueprint.arguments(Subscribe)
@blueprint.response(204)
def subscribe(body: dict[str, Any]) -> None:
    """Keep where this browser takes pushes."""
    config, actor = config_of(current_app), current()
    try:
        check_endpoint(body["endpoint"], config.push_hosts, loopback=config.testing)
    except EndpointRefused as refusal:
        raise Invalid(str(refusal), pointer="/endpoint") from None
    with transaction() as session:
        operations.subscribe(
            session,
            organization_id=actor.organization_id,
            clinician_id=actor.clinician_id,
            device_id=actor.device_id,
            endpoint=body["endpoint"],
            keys=body["keys"],
            secret=config.secret,
            now=utc_now(),
        )


@blueprint.delete("/subscriptions")
@blueprint.arguments(Unsubscribe)
@blueprint.response(204)
def unsubscribe(body: dict[str, str]) -> None:
    """Forget this browser's subscription."""
    with transaction() as session:
        operations.unsubscribe(session, current().clinician_id, body["endpoint"])
