"""`/api/sync`: what tablets send and fetch."""

import json
import logging
from datetime import datetime
from typing import Any

from flask import Response, current_app, request
from flask_smorest import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from server import audit
from server.access import Actor, current
from server.audit.pace import charge_for_nothing
from server.config import config_of
from server.db import db, run_transaction, transaction, utc_now, wire_time
from server.devices.operations import check_device
from server.feed import clock_after
from server.mutation import Context
from server.organizations.operations import home_zone
from server.problems import Busy, Invalid
from server.reviews.operations import marked_meanwhile, settle_due
from server.sync import cursor as cursors
from server.sync.envelope import identify
from server.sync.epoch import renew_after_restore
from server.sync.handling import HandlerFailed
from server.sync.proofs import believed
from server.sync.pull import Page, Reader, RestoreProven, read_page
from server.sync.push import push
from server.sync.schemas import PullAnswerSchema, PushAnswerSchema, PushSchema
from server.sync.watch.report import numbers_began_again
from server.sync.wire import page_text

LIMIT = 500
MOST = 1000
LONGEST_NUMBER = 16

logger = logging.getLogger(__name__)
blueprint = Blueprint("sync", __name__, url_prefix="/api/sync", description="What tablets send and fetch")
_PUSH = PushSchema()
_PULL_PARAMETERS = [
    {"in": "query", "name": "cursor", "schema": {"type": "string"}, "description": "of the page before"},
    {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1}, "description": "rows"},
    {
        "in": "query",
        "name": "device_id",
        "schema": {"type": "string", "format": "uuid"},
        "description": "the tablet whose acked_n is told; else the one the session was enrolled on",
    },
]
_BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Push"}}}}


class ForeignCursor(Invalid):
    """The cursor was not made for this clinician; without one the feed starts over."""

    status = 400
    type = "/problems/foreign-cursor"
    title = "The cursor is not yours"


@blueprint.post("/push")
@blueprint.doc(requestBody=_BODY)
@blueprint.alt_response(200, schema=PushAnswerSchema)
def take_push() -> Response:
    """Take in a batch of mutations; the answer means that they are on disk."""
    batch: dict[str, Any] = _PUSH.load(request.get_json())
    sent = [identify(place, raw) for place, raw in enumerate(batch["mutations"])]
    context = _context(batch["device_id"])
    try:
        answer = push(context, sent, config_of(current_app).secret)
    except (SQLAlchemyError, HandlerFailed):
        logger.exception("a push was rolled back")
        raise Busy("Nothing of it was stored. Send it again.") from None
    if answer.was_for_nothing:
        charge_for_nothing()
    clock = clock_after(db.session(), context.organization_id)
    if answer.changed_something and marked_meanwhile():
        _finalize(context.now)
    epoch = clock.epoch
    if answer.jumped and batch["epoch"] == epoch and believed(current_app, context.clinician_id):
        epoch = _renew_epoch(epoch, context, context.now)
    if answer.began_again:
        run_transaction(
            lambda session: numbers_began_again(session, context.clinician_id, context.device_id, context.now)
        )
    told = {
        "epoch": epoch,
        "server_time": wire_time(utc_now()),
        "acked_n": answer.acked_n,
        "seq": clock.seq,
        "verdicts": answer.verdicts,
    }
    return _json(json.dumps(told, ensure_ascii=False))


@blueprint.get("/pull")
@blueprint.doc(parameters=_PULL_PARAMETERS)
@blueprint.alt_response(200, schema=PullAnswerSchema)
def give_page() -> Response:
    """Give the next page of what changed on the caseload.

    `device_id` and `acked_n` are optional: the tablet, and how far it was ever told that its numbers have
    arrived; a server that knows of fewer was restored.
    """
    actor, now = current(), utc_now()
    owner = cursors.Owner(actor.organization_id, actor.clinician_id)
    key = config_of(current_app).secret.key("pull cursor")
    reader = Reader(*owner, _device_of_reader(actor), _whole("acked_n", 0, least=0))
    page = _read(reader, _cursor(owner, key), now)
    if page.rows:
        _note_reading(reader, page, now)
    return _json(page_text(page, cursors.sign(page.cursor, owner, key), now))


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")


def _device_of_reader(actor: Actor) -> str | None:
    """Return the tablet: the one that is named, else the one the session was enrolled on."""
    named = request.args.get("device_id")
    if named:
        check_device(db.session(), actor.clinician_id, named)
    return named or actor.device_id


def _context(device_id: str) -> Context:
    actor, now = current(), utc_now()
    session = db.session()
    check_device(session, actor.clinician_id, device_id)
    zone = home_zone(session, actor.organization_id)
    return Context(actor.organization_id, actor.clinician_id, device_id, actor.roles, now, zone)


def _finalize(now: datetime) -> None:
    """Let billing and review look at what the push touched. It stands, whatever becomes of this."""
    try:
        settle_due(now)
    except Exception:  # committed and answered: billing must not turn that into an error; the job sweeps
        logger.exception("finalizing after a push failed")


def _cursor(owner: cursors.Owner, key: bytes) -> cursors.Cursor | None:
    text = request.args.get("cursor", "")
    if not text:
        return None
    try:
        return cursors.read(text, owner, key)
    except cursors.ForeignCursor:
        _note_foreign_cursor()
        raise ForeignCursor("Pull without a cursor.", pointer="/cursor") from None


def _note_foreign_cursor() -> None:
    actor = current()
    with transaction() as session:
        audit.note_by(session, actor, "cursor.refuse", "clinician", actor.clinician_id, now=utc_now())


def _whole(name: str, default: int, *, least: int) -> int:
    """Return a whole number from the query; raises Invalid."""
    text = request.args.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER or int(text) < least:
        raise Invalid(f"{name} is a whole number of at least {least}.", pointer=f"/{name}")
    return int(text)


def _read(reader: Reader, cursor: cursors.Cursor | None, now: datetime) -> Page:
    limit = min(_whole("limit", LIMIT, least=1), MOST)
    try:
        return read_page(db.session(), reader, cursor, limit, now)
    except RestoreProven as proof:
        ended, signed = proof.epoch, proof.signed
    if not signed and not believed(current_app, reader.clinician_id):
        return read_page(db.session(), reader._replace(told_n=0), cursor, limit, now)
    _renew_epoch(ended, reader, now)
    return read_page(db.session(), reader, None, limit, now)


def _renew_epoch(ended: str, prover: audit.Who, now: datetime) -> str:
    return run_transaction(lambda session: renew_after_restore(session, ended, prover, now))


def _note_reading(reader: Reader, page: Page, now: datetime) -> None:
    """Put into the audit whose rows were read, before they are handed out."""
    with transaction() as session:
        audit.note_by(session, reader, "feed.pull", "change", None, fields=page.scopes(), now=now)
