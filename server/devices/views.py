"""`/api/devices`: enrolling this tablet, the list of tablets, revoking one."""

from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from server.access import current
from server.config import config_of
from server.db import db, transaction, utc_now
from server.devices import operations
from server.devices.schemas import DevicesSchema, EnrolledSchema, EnrolSchema

blueprint = Blueprint("devices", __name__, url_prefix="/api/devices", description="Tablets")


@blueprint.post("")
@blueprint.arguments(EnrolSchema)
@blueprint.response(200, EnrolledSchema)
def enrol(body: dict[str, str]) -> dict[str, str]:
    """Enrol the tablet for whoever is signed in, or release the server's half of its key again."""
    secret = config_of(current_app).secret
    with transaction() as session:
        device = operations.enrol(
            session, secret, current(), device_id=body["id"], name=body["name"], now=utc_now()
        )
        return {
            "id": device.id,
            "server_half": operations.server_half(secret, device),
            "upload_token": operations.upload_token(secret, device),
        }


@blueprint.get("")
@blueprint.response(200, DevicesSchema)
def show() -> dict[str, Any]:
    """List the organization's tablets."""
    return {"devices": operations.list_devices(db.session(), current().organization_id)}


@blueprint.post("/<device_id>/revoke")
@blueprint.response(204)
def revoke(device_id: str) -> None:
    """Revoke a tablet: its sessions end at once, its key half is never released again."""
    with transaction() as session:
        operations.revoke(session, current(), device_id, utc_now())
