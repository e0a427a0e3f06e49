"""The note in the audit chain that a billing page was read, or that somebody told billing something."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from server import audit
from server.access import Actor


def note(
    session: Session,
    actor: Actor,
    action: str,
    entity: tuple[str, str | None],
    patient_id: str | None,
    fields: Iterable[str],
    now: datetime,
) -> None:
    """Note what the actor did; `entity` is its kind and id, `fields` are names or ids, never values."""
    kind, entity_id = entity
    audit.note_by(session, actor, action, kind, entity_id, patient_id=patient_id, fields=fields, now=now)
