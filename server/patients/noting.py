"""The audit line of a change to what patients, episodes and the schedule hold."""

from datetime import datetime

from sqlalchemy.orm import Session

from server import audit
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
