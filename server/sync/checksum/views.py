"""`/api/sync/checksum` and `/api/sync/rows`: does the tablet hold what it should, and if not, here it is."""

import json
from typing import Any

from flask import Response, current_app
from flask_smorest import Blueprint

from server.access import current
from server.config import config_of
from server.db import db, transaction, utc_now
from server.devices.operations import require_device
from server.feed import clock_of
from server.problems import NotFound
from server.sync import cursor as cursors
from server.sync.checksum.repair import note_fault, rows_now
from server.sync.checksum.schemas import AskedSchema, ChecksumSchema, RepairedSchema, RowsSchema
from server.sync.checksum.sums import FEW_ROWS, is_current, parts_of_scope, sums_of_scopes
from server.sync.scope import milliseconds, read_scope
from server.sync.wire import changes_text

blueprint = Blueprint(
    "checksum", __name__, url_prefix="/api/sync", description="Does a tablet hold what it should"
)


@blueprint.post("/checksum")
@blueprint.arguments(AskedSchema)
@blueprint.response(200, ChecksumSchema)
def compare(body: dict[str, Any]) -> dict[str, Any]:
    """Tell the digests of what this clinician's tablet should hold."""
    session, actor = db.session(), current()
    require_device(session, actor.clinician_id, body["device_id"])
    organization_id = actor.organization_id
    scope = read_scope(session, organization_id, actor.clinician_id, milliseconds(utc_now()))
    asked: str | None = body["scope"]
    if asked is not None and asked not in scope.feeds():
        raise NotFound
    told: dict[str, Any] = {}
    if asked is None:
        sums = sums_of_scopes(session, organization_id, scope.feeds())
        told["scopes"] = [{"scope": name, **each.told()} for name, each in sums.items()]
    else:
        parts = parts_of_scope(session, organization_id, asked, body["prefix"])
        told["parts"] = [{"prefix": prefix, **each.told()} for prefix, each in sorted(parts.sums.items())]
        if len(parts.rows) <= FEW_ROWS:
            told["rows"] = [row._asdict() for row in parts.rows]
    # Last: what is committed between two reads makes the sums old, never the tablet wrong.
    told["current"] = is_current(session, organization_id, scope, _cursor(body["cursor"]))
    return {"epoch": clock_of(session, organization_id).epoch, **told}


@blueprint.post("/rows")
@blueprint.arguments(RowsSchema)
@blueprint.alt_response(200, schema=RepairedSchema)
def repair(body: dict[str, Any]) -> Response:
    """Give rows whose copies on a tablet differ, and report the fault."""
    actor, now = current(), utc_now()
    asked = [(each["entity"], each["id"]) for each in body["rows"]]
    with transaction() as session:
        scope = read_scope(session, actor.organization_id, actor.clinician_id, milliseconds(now))
        rows = rows_now(session, actor.organization_id, scope, asked)
        note_fault(session, actor, body["device_id"], len(asked), rows, now)
        epoch = clock_of(session, actor.organization_id).epoch
        here = {(row.entity, row.entity_id) for row in rows}
        gone = [{"entity": entity, "id": id_} for entity, id_ in asked if (entity, id_) not in here]
        head = json.dumps({"epoch": epoch, "gone": gone}, separators=(",", ":"))
        return Response(f'{head[:-1]},"changes":[{changes_text(rows)}]}}', mimetype="application/json")


def _cursor(text: str | None) -> cursors.Cursor | None:
    actor = current()
    owner = cursors.Owner(actor.organization_id, actor.clinician_id)
    try:
        return cursors.read(text, owner, config_of(current_app).secret.key("pull cursor")) if text else None
    except cursors.ForeignCursor:
        return None  # it pulls first, and is told there that the cursor is not its own
