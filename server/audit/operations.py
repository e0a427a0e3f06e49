"""Noting an action. The commit hook gives the note its place in the chain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from server.feed.pending import pending


class Who(Protocol):
    """Whoever acts: signed in, or a tablet's own work."""

    @property
    def organization_id(self) -> str:
        """Whose chain it stands in."""

    @property
    def clinician_id(self) -> str | None:
        """Who it is."""

    @property
    def device_id(self) -> str | None:
        """The tablet, if it is enrolled."""


@dataclass(frozen=True, slots=True)
class AuditNote:
    """What will be an audit row once the transaction commits."""

    organization_id: str
    at: datetime
    clinician_id: str | None
    device_id: str | None
    action: str
    entity: str
    entity_id: str | None
    patient_id: str | None
    fields: tuple[str, ...]


def note(
    session: Session,
    *,
    organization_id: str,
    clinician_id: str | None,
    device_id: str | None,
    action: str,
    entity: str,
    entity_id: str | None,
    patient_id: str | None = None,
    fields: Iterable[str] = (),
    now: datetime,
) -> None:
    """Note who did what, inside `transaction()`. Rolled back with the savepoint it was made in.

    `fields` are field names or ids, never values.
    """
    pending(session).top.notes.append(
        AuditNote(
            organization_id=organization_id,
            at=now,
            clinician_id=clinician_id,
            device_id=device_id,
            action=action,
            entity=entity,
            entity_id=entity_id,
            patient_id=patient_id,
            fields=tuple(fields),
        )
    )


def note_by(
    session: Session,
    who: Who,
    action: str,
    entity: str,
    entity_id: str | None,
    *,
    patient_id: str | None = None,
    fields: Iterable[str] = (),
    now: datetime,
) -> None:
    """Note what somebody did, as `note` does."""
    note(
        session,
        organization_id=who.organization_id,
        clinician_id=who.clinician_id,
        device_id=who.device_id,
        action=action,
        entity=entity,
        entity_id=entity_id,
        patient_id=patient_id,
        fields=fields,
        now=now,
    )
