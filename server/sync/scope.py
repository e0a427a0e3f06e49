"""Whose rows a clinician may have now, and what changed about that since a cursor.

Every membership of a care team is a row of the feed. Its number tells gains and losses apart from what a
cursor has already been told; since and until may also pass by the clock alone, so a cursor carries the
instant too.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from server.patients.operations import assignments_in_feed
from server.sync.cursor import Backfill, Cursor

MOST_GAINED = 40  # more at once and the whole feed again is the shorter way


class Membership(NamedTuple):
    """One row of the care team; instants in milliseconds since 1970."""

    seq: int
    patient_id: str
    since: int
    until: int | None

    def holds(self, at: int) -> bool:
        """Tell whether the clinician treats the patient at that instant."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Scope:
    """The memberships of one clinician, and the caseload that follows from them."""

    clinician_id: str
    team: tuple[Membership, ...]
    at: int

    @property
    def caseload(self) -> frozenset[str]:
        """Patients whose rows the clinician may have."""
        return frozenset(each.patient_id for each in self.team if each.holds(self.at))

    @property
    def mark(self) -> int:
        """The number of the newest change of the care team."""
        return max((each.seq for each in self.team), default=0)

    @property
    def version(self) -> str:
        """A text that changes whenever the caseload does."""
        return hashlib.sha256(",".join(sorted(self.caseload)).encode()).hexdigest()[:16]

    def feeds(self) -> list[str]:
        """The scopes of the feed that the clinician reads."""
        patients = (f"patient:{each}" for each in sorted(self.caseload))
        return ["organization", f"clinician:{self.clinician_id}", *patients]


def read_scope(session: Session, organization_id: str, clinician_id: str, at: int) -> Scope:
    """Read the care team of one clinician; `at` is in milliseconds since 1970."""
    rows = assignments_in_feed(session, organization_id, clinician_id)
    return Scope(clinician_id, tuple(_membership(*row) for row in rows), at)


def milliseconds(instant: datetime) -> int:
    """Return milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def owe(cursor: Cursor, scope: Scope) -> tuple[Cursor, list[str]]:
    """Return the cursor with what gained patients are owed, and the patients to remove.

    A cursor at the beginning owes nothing, but names all that are gone: the tablet may hold old rows.
    """
    caseload = scope.caseload
    told = [each for each in scope.team if _changed(each, cursor, scope.at)]
    gained = {each.patient_id for each in told} & caseload
    removed = sorted({each.patient_id for each in told} - caseload)
    if len(gained) > MOST_GAINED:
        cursor = replace(cursor, seq=0, backfill=())
    owed = list(_still_owed(cursor.backfill, gained, caseload))
    if gained and cursor.seq:
        owed.append(Backfill(0, cursor.seq, tuple(sorted(gained))))
    return replace(cursor, mark=max(cursor.mark, scope.mark), at=scope.at, backfill=tuple(owed)), removed


def _changed(each: Membership, cursor: Cursor, at: int) -> bool:
    """Tell whether this membership began, ended or was altered since the cursor."""
    if each.seq > cursor.mark:
        return True
    return any(cursor.at < edge <= at for edge in (each.since, each.until) if edge is not None)


def _still_owed(
    owed: Sequence[Backfill], gained: Iterable[str], caseload: frozenset[str]
) -> Iterable[Backfill]:
    """Yield what is owed from before, without patients lost since or owed from the start again."""
    kept = caseload.difference(gained)
    for each in owed:
        patients = tuple(patient for patient in each.patients if patient in kept)
        if patients:
            yield each._replace(patients=patients)


def _membership(
    seq: int, patient_id: str, since: datetime, until: datetime | None, deleted: bool
) -> Membership:
    if deleted:
        until = since
    return Membership(seq, patient_id, milliseconds(since), None if until is None else milliseconds(until))
