"""The audit lines of what happens to patients, episodes and the schedule, and of who looked."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from server import audit
from server.access import Actor
from server.db import sha256_hex
from server.feed.models import Fed


def note_change(
    session: Session, action: str, row: Fed, patient_id: str, *, by: str | None, now: datetime
) -> None:
    """Note that `by` (None: the command line or an import) changed the row."""
    audit.note(
        session,
        organization_id=row.organization_id,
        clinician_id=by,
        device_id=None,
        action=action,
        entity=row.feed_entity,
        entity_id=row.id,
        patient_id=patient_id,
        now=now,
    )


def note_reading(
    session: Session,
    actor: Actor,
    action: str,
    entity: str,
    *,
    now: datetime,
    patient_id: str | None = None,
    patients: Iterable[str] = (),
) -> None:
    """Note that the actor saw a page: of one patient, or a list in which `patients` stand."""
    audit.note_by(
        session,
        actor,
        action,
        entity,
        patient_id,
        patient_id=patient_id,
        fields=sorted(set(patients)),
        now=now,
    )


def note_whole_list(
    session: Session, actor: Actor, action: str, patients: Iterable[str], now: datetime
) -> None:
    """Note that the actor saw the list of all patients: how many, and the SHA-256 of the ids with commas.

    Whoever knows which patients there were can see that it was they; a row with every id, written
    whenever the page opens, would grow the chain with the practice.
    """
    ids = sorted(set(patients))
    fields = (f"{len(ids)} patients", f"sha256 {sha256_hex(','.join(ids))}")
    audit.note_by(session, actor, action, "patient", None, fields=fields, now=now)
