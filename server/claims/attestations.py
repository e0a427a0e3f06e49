"""What clinicians tell billing: attestations, and choices among equals. Kept as said, never changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.claims.models import Attestation, Choice, Procedure


def attestations_of(
    session: Session, patient_id: str, day: date, discipline: str
) -> tuple[dict[str, str], ...]:
    """Return the attestations of a day as billing's request wants them, the oldest first."""
    return tuple(_as_asked(row) for row in attestation_rows(session, patient_id, day, discipline))


def attestation_rows(session: Session, patient_id: str, day: date, discipline: str) -> Sequence[Attestation]:
    """Return the attestations of a day, the oldest first."""
    return session.scalars(
        select(Attestation)
        .where(
            Attestation.patient_id == patient_id,
            Attestation.date_of_service == day,
            Attestation.discipline == discipline,
            Attestation.deleted_at.is_(None),
        )
        .order_by(Attestation.at, Attestation.id)
    ).all()


def _as_asked(row: Attestation) -> dict[str, str]:
    said = {
        "kind": row.kind,
        "column1": row.column1,
        "column2": row.column2,
        "basis": row.basis,
        "by": row.by,
    }
    return {name: value for name, value in said.items() if value is not None}


def preferences_of(session: Session, visit_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the codes preferred on these visits: those of the latest choice first."""
    rows = session.scalars(
        select(Choice)
        .where(Choice.visit_id.in_(visit_ids), Choice.deleted_at.is_(None))
        .order_by(Choice.at.desc(), Choice.id.desc())
    )
    return tuple(dict.fromkeys(code for row in rows for code in row.prefer))


def same_as(row: Attestation | Choice | Procedure, said: dict[str, Any]) -> bool:
    """Say whether a stored row already says all this."""
    return all(getattr(row, name) == value for name, value in said.items())
