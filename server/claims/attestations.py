"""What clinicians tell billing: attestations, and choices among equals. Kept as said, never changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from server.claims.models import Attestation, Choice, Procedure


def as_asked(rows: Iterable[Attestation], names: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return attestations as billing's request wants them.

    Who attested stands there by name: a derivation is read by people.
    """
    return tuple(_as_asked(row, names) for row in rows)


def attestation_rows(session: Session, patient_id: str, day: date, discipline: str) -> list[Attestation]:
    """Return the attestations of a day, the oldest first."""
    rows = attestations_of_days(session, [(patient_id, day)]).get((patient_id, day), [])
    return [row for row in rows if row.discipline == discipline]


def attestations_of_days(
    session: Session, days: Collection[tuple[str, date]]
) -> dict[tuple[str, date], list[Attestation]]:
    """Return the attestations of patients and dates, of all disciplines, the oldest first."""
    asked = select(Attestation).where(
        tuple_(Attestation.patient_id, Attestation.date_of_service).in_(list(days)),
        Attestation.deleted_at.is_(None),
    )
    found: dict[tuple[str, date], list[Attestation]] = {}
    for row in session.scalars(asked.order_by(Attestation.at, Attestation.id)):
        found.setdefault((row.patient_id, row.date_of_service), []).append(row)
    return found


def _as_asked(row: Attestation, names: Mapping[str, str]) -> dict[str, str]:
    said = {
        "kind": row.kind,
        "column1": row.column1,
        "column2": row.column2,
        "basis": row.basis,
        "by": names.get(row.by, row.by),
    }
    return {name: value for name, value in said.items() if value is not None}


def choices_of(session: Session, visit_ids: Sequence[str]) -> Sequence[Choice]:
    """Return the choices made on visits, the latest first."""
    asked = select(Choice).where(Choice.visit_id.in_(visit_ids), Choice.deleted_at.is_(None))
    return session.scalars(asked.order_by(Choice.at.desc(), Choice.id.desc())).all()


def preferences(choices: Iterable[Choice]) -> tuple[str, ...]:
    """Return the codes preferred by choices: those of the latest first."""
    latest_first = sorted(choices, key=lambda row: (row.at, row.id), reverse=True)
    return tuple(dict.fromkeys(code for row in latest_first for code in row.prefer))


def same_as(row: Attestation | Choice | Procedure, said: dict[str, Any]) -> bool:
    """Say whether a stored row already says all this."""
    return all(getattr(row, name) == value for name, value in said.items())
