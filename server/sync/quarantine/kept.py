"""The server's copy of what it refused, or what was left with a supervisor: words survive the tablet.

A list shows ids, kinds, reasons and times. The body is opened only for its author and for a supervisor
of the organization, and each opening is in the audit.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import audit
from server.access import SUPERVISOR, Actor
from server.accounts.operations import names_of
from server.db import uuid7, wire_time
from server.mutation import Context
from server.problems import NotFound
from server.secret import Secret
from server.sync.envelope import Sent
from server.sync.kinds import KINDS
from server.sync.models import Quarantined
from server.sync.quarantine import left
from server.sync.verdicts import Verdict

USE = "quarantine"
REASON = ("type", "title", "detail", "pointer")
CONFLICT = {
    "type": "conflict",
    "title": "Two versions met",
    "detail": "It waits until its author has chosen.",
    "pointer": "",
}


class Noted(Protocol):
    """Who does something with the quarantine, for the audit."""

    @property
    def organization_id(self) -> str:
        """The organization."""

    @property
    def clinician_id(self) -> str:
        """The clinician."""

    @property
    def device_id(self) -> str | None:
        """The tablet, if it is known."""


def keep_rejected(
    session: Session, context: Context, answers: Iterable[tuple[Sent, Verdict]], secret: Secret
) -> None:
    """Keep a copy of each rejected mutation, of each whose author must choose, and of words left; once."""
    refused = {
        each.body_sha256: (each, verdict)
        for each, verdict in answers
        if verdict["verdict"] in ("rejected", "conflict") or _is_left(each, verdict)
    }
    if not refused:
        return
    ours = Quarantined.organization_id == context.organization_id
    held = set(
        session.scalars(
            select(Quarantined.body_sha256).where(ours, Quarantined.body_sha256.in_(sorted(refused)))
        )
    )
    for sha256, (sent, verdict) in refused.items():
        if sha256 not in held:
            _keep(session, context, sent, verdict, secret)


def _is_left(sent: Sent, verdict: Verdict) -> bool:
    return verdict["verdict"] == "applied" and sent.text("kind", 40) == left.LEAVE


def _reason(verdict: Verdict) -> dict[str, str]:
    if verdict["verdict"] == "rejected":
        return {name: verdict[name] for name in REASON}
    return CONFLICT if verdict["verdict"] == "conflict" else left.REASON


def _keep(session: Session, context: Context, sent: Sent, verdict: Verdict, secret: Secret) -> None:
    id_ = uuid7()
    kind = sent.text("kind", 40)
    session.add(
        Quarantined(
            id=id_,
            organization_id=context.organization_id,
            clinician_id=context.clinician_id,
            device_id=context.device_id,
            mutation_id=sent.id,
            kind=kind if kind in KINDS else "unknown",  # free text from a client stays inside the body
            reason=_reason(verdict),
            body=secret.seal(USE, sent.body, id_),
            body_sha256=sent.body_sha256,
            received_at=context.now,
        )
    )
    note(session, context, "quarantine.keep", id_, context.now)


def list_quarantined(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Return what waits, oldest first: all of the organization for a supervisor, else one's own."""
    waiting = select(Quarantined).where(
        Quarantined.organization_id == actor.organization_id, Quarantined.settled_at.is_(None)
    )
    if SUPERVISOR not in actor.roles:
        waiting = waiting.where(Quarantined.clinician_id == actor.clinician_id)
    ordered = waiting.order_by(Quarantined.received_at, Quarantined.id)
    names = names_of(session, actor.organization_id)
    return [
        {**quarantined_json(row), "clinician_name": names.get(row.clinician_id, "")}
        for row in session.scalars(ordered)
    ]


def get_quarantined(session: Session, actor: Actor, id_: str) -> Quarantined:
    """Return what the actor wrote, or may supervise; raises NotFound."""
    row = session.get(Quarantined, id_)
    if row is None or row.organization_id != actor.organization_id:
        raise NotFound
    if row.clinician_id != actor.clinician_id and SUPERVISOR not in actor.roles:
        raise NotFound
    return row


def settle(session: Session, actor: Actor, id_: str, now: datetime) -> None:
    """Take something off the list: what was in it has its verdicts. Its body stays."""
    get_quarantined(session, actor, id_).settled_at = now
    note(session, actor, "quarantine.settle", id_, now)


def quarantined_json(row: Quarantined) -> dict[str, Any]:
    """Return what a list shows: no word that was recorded."""
    return {
        "id": row.id,
        "clinician_id": row.clinician_id,
        "device_id": row.device_id,
        "mutation_id": row.mutation_id,
        "kind": row.kind,
        "reason": row.reason,
        "received_at": wire_time(row.received_at),
        "settled_at": wire_time(row.settled_at),
        "asked_at": wire_time(row.asked_at),
        "answered_at": wire_time(row.answered_at),
    }


def open_body(row: Quarantined, secret: Secret) -> Any:
    """Return a refused mutation as it was sent, without its number."""
    return json.loads(secret.open(USE, row.body, row.id))


def note(session: Session, who: Noted, action: str, id_: str, now: datetime) -> None:
    """Put what was done with the quarantine into the audit."""
    audit.note(
        session,
        organization_id=who.organization_id,
        clinician_id=who.clinician_id,
        device_id=who.device_id,
        action=action,
        entity="quarantined",
        entity_id=id_,
        now=now,
    )
