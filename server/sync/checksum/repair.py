"""Rows as they are now, for a tablet whose copies differ."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from server import audit
from server.access import Actor
from server.devices.operations import require_device
from server.devices.watched import note_repair
from server.feed import Change
from server.sync.pull import COLUMNS, ChangeRow
from server.sync.scope import Scope

logger = logging.getLogger(__name__)
Place = tuple[str, str]


def rows_now(session: Session, organization_id: str, scope: Scope, asked: Sequence[Place]) -> list[ChangeRow]:
    """Return those of the rows, by entity and id, that lie in the clinician's scopes."""
    if not asked:
        return []
    wanted = select(*COLUMNS).where(
        Change.organization_id == organization_id,
        tuple_(Change.entity, Change.entity_id).in_(asked),
        Change.scope.in_(scope.feeds()),
    )
    return list(session.execute(wanted.order_by(Change.seq)))


def note_fault(
    session: Session, actor: Actor, device_id: str, asked: int, found: Sequence[ChangeRow], now: datetime
) -> None:
    """Report that a tablet's copies differed: in the log, in its row, and as a reading in the audit."""
    device = require_device(session, actor.clinician_id, device_id)
    if not asked:
        return
    logger.warning("a checksum differed: tablet %s fetches %d rows again", device_id, asked)
    note_repair(device, asked, now)
    audit.note(
        session,
        organization_id=actor.organization_id,
        clinician_id=actor.clinician_id,
        device_id=device_id,
        action="feed.repair",
        entity="change",
        entity_id=None,
        fields=sorted({row.scope for row in found}),
        now=now,
    )
