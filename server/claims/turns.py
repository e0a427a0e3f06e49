"""One finalizer at a time for a patient.

SQLite has one writer anyway. On PostgreSQL two workers could gather the same day at once and number the same
revision; a lock that lives as long as the transaction makes the second wait and see what the first one
stored.
"""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

_LOCK = text(
    "SELECT pg_advisory_xact_lock(hashtextextended('finalize ' || id, 0))"
    " FROM unnest(CAST(:ids AS text[])) AS id"
)


def take_turns(session: Session, patient_ids: Iterable[str]) -> None:
    """Wait until nobody else finalizes these patients' days; in one order, so that no two wait for each
    other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK, {"ids": sorted(set(patient_ids))})
