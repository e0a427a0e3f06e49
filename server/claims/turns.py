"""One finalizer at a time for a patient.

SQLite has one writer anyway. On PostgreSQL two workers could gather the same day at once and number the same
revision; a lock that lives as long as the transaction makes the second wait and see what the first one
stored.
"""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


def take_turns(session: Session, patient_ids: Iterable[str]) -> None:
    """Wait until nobody else finalizes these patients' days; in one order, so that no two wait for each
    other."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for patient_id in sorted(set(patient_ids)):
        session.execute(_LOCK, {"key": f"finalize {patient_id}"})
