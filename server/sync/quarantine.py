"""The server's copy of what it refused, so that a clinician's words survive the tablet.

A list shows ids, kinds, reasons and times. The body is opened only for its author and for a supervisor
of the organization, and each opening is in the audit.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import audit
from server.db import uuid7
from server.mutation import Context
from server.secret import Secret
from server.sync.envelope import Sent
from server.sync.kinds import KINDS
from server.sync.models import Quarantined
from server.sync.verdicts import Verdict

USE = "quarantine"
REASON = ("type", "title", "detail", "pointer")


def keep_rejected(
    session: Session, context: Context, answers: Iterable[tuple[Sent, Verdict]], secret: Secret
) -> None:
    """Keep a copy of each rejected mutation, once."""
    refused = {
        each.body_sha256: (each, verdict) for each, verdict in answers if verdict["verdict"] == "rejected"
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
            reason={name: verdict[name] for name in REASON},
            body=secret.seal(USE, sent.body, id_),
            body_sha256=sent.body_sha256,
            received_at=context.now,
        )
    )
    _note(session, context, "quarantine.keep", id_)


def list_quarantined(session: Session, organization_id: str) -> Sequence[Quarantined]:
    """Return what waits in an organization's quarantine, oldest first."""
    waiting = (
        select(Quarantined)
        .where(Quarantined.organization_id == organization_id, Quarantined.settled_at.is_(None))
        .order_by(Quarantined.received_at, Quarantined.id)
    )
    return session.scalars(waiting).all()


def open_body(session: Session, context: Context, row: Quarantined, secret: Secret) -> Any:
    """Return the refused mutation as it was sent; the opening is audited."""
    _note(session, context, "quarantine.open", row.id)
    return json.loads(secret.open(USE, row.body, row.id))


def _note(session: Session, context: Context, action: str, id_: str) -> None:
    audit.note(
        session,
        organization_id=context.organization_id,
        clinician_id=context.clinician_id,
        device_id=context.device_id or None,
        action=action,
        entity="quarantined",
        entity_id=id_,
        now=context.now,
    )
