"""`/api/devices`: enrolling this tablet, revoking one. The list is told where tablets are watched over."""

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from server.access import current
from server.config import config_of
from server.db import transaction, utc_now
from server.devices import operations
from server.devices.browser import browser_of, set_browser
from server.devices.schemas import EnrolledSchema, EnrolSchema
from server.devices.watched import note_browser

blueprint = Blueprint("devices", __name__, url_prefix="/api/devices", description="Tablets")


@blueprint.post("")
@blueprint.arguments(EnrolSchema)
@blueprint.alt_response(200, schema=EnrolledSchema)
def enrol(body: dict[str, str]) -> Response:
    """Enrol the tablet for whoever is signed in, or release the server's half of its key again."""
    config = config_of(current_app)
    browser = browser_of(request, config)
    with transaction() as session:
        device = operations.enrol(
            session, config.secret, current(), device_id=body["id"], name=body["name"], now=utc_now()
        )
        note_browser(device, browser)
        enrolled = {
            "id": device.id,
            "server_half": operations.server_half(config.secret, device),
            "upload_token": operations.upload_token(config.secret, device),
        }
    response = jsonify(enrolled)
    set_browser(response, config, browser)
    return response


@blueprint.post("/<device_id>/revoke")
@blueprint.response(204)
def revoke(device_id: str) -> None:
    """Revoke a tablet: its sessions end at once, its key half is never released again."""
    with transaction() as session:
        operations.revoke(session, current(), device_id, utc_now())
