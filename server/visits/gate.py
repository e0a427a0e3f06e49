"""Which visit a tablet may touch, and the note that it did.

What is another organization's is answered like what does not exist. What has not arrived yet is deferred: it
may be on another tablet.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from server import audit
from server.feed.models import Fed
from server.mutation import Conflict, Context, Deferred, Mutation, Rejected
from server.visits.lookups import find_visit, was_assigned
from server.visits.models import Visit
from server.visits.vocabulary import CLOCK_AHEAD, CLOCK_SKEW

AHEAD = timedelta(minutes=10)
SKEW_MS = 5 * 60_000
_LONGEST_OFFSET_MS = 50 * 365 * 86_400_000  # beyond it the offset is no clock's, and dates overflow
Row = TypeVar("Row", bound=Fed)


class OfPatient(Protocol):
    """A row of a patient."""

    patient_id: Any


def known_visit(session: Session, context: Context, visit_id: str, pointer: str = "/entity") -> Visit:
    """Return a visit of the author's caseload in any state; raise Deferred or Rejected."""
    visit = find_visit(session, visit_id)
    if visit is None:
        raise Deferred([visit_id])
    if visit.organization_id != context.organization_id:
        raise Rejected("no-such-visit", "There is no such visit", pointer=pointer)
    if not was_assigned(session, context.clinician_id, visit.patient_id, context.now, visit.started_at):
        raise not_on_caseload(pointer)
    return visit


def live_visit(session: Session, context: Context, visit_id: str, pointer: str = "/entity") -> Visit:
    """Return a visit that is not void; raise Deferred or Rejected."""
    visit = known_visit(session, context, visit_id, pointer)
    if visit.status == "void":
        raise Rejected("visit-void", "The visit was voided", "Ask a supervisor to restore it.", pointer)
    return visit


def open_visit(session: Session, context: Context, visit_id: str, pointer: str = "/entity") -> Visit:
    """Return a visit that still takes facts and words; raise Deferred or Rejected."""
    visit = live_visit(session, context, visit_id, pointer)
    if visit.status == "signed":
        raise Rejected("visit-signed", "The visit is signed", "Add it as an addendum.", pointer)
    return visit


def not_on_caseload(pointer: str) -> Rejected:
    """Return the refusal of work on a patient whom the author does not treat."""
    detail = "The patient was not on your caseload when the visit began."
    return Rejected("not-on-caseload", "Not on your caseload", detail, pointer)


def find_row(session: Session, context: Context, model: type[Row], row_id: str) -> Row | None:
    """Return the organization's row; raise Rejected when the id is another organization's."""
    row = session.get(model, row_id)
    if row is not None and row.organization_id != context.organization_id:
        raise Rejected("id-taken", "The id is already in use", pointer="/entity")
    return row


def get_row(
    session: Session, context: Context, model: type[Row], row_id: str, pointer: str = "/entity"
) -> Row:
    """Return the organization's row; raise Deferred when it may still come, Rejected for another's."""
    row = session.get(model, row_id)
    if row is None:
        raise Deferred([row_id])
    if row.organization_id != context.organization_id:
        name = model.feed_entity
        raise Rejected(f"no-such-{name}", f"There is no such {name}", pointer=pointer)
    return row


def refuse_overwriting(
    row: Fed, *, author_id: str, at: datetime, context: Context, mutation: Mutation
) -> None:
    """Raise Conflict when somebody else changed the row since the tablet saw it."""
    if author_id != context.clinician_id and row.version > (mutation.base_version or 0):
        raise Conflict(row.version, row.feed_data(), author_id, at)


def true_instant(at: datetime, mutation: Mutation) -> datetime:
    """Return the instant by the server's clock: the tablet's reading plus its offset."""
    if abs(mutation.clock_offset_ms) > _LONGEST_OFFSET_MS:
        return at
    return at + timedelta(milliseconds=mutation.clock_offset_ms)


def clock_flags(at: datetime, context: Context, mutation: Mutation) -> list[str]:
    """Return what a reviewer is told about the clock behind a time. Nothing is refused because of it."""
    flags = [CLOCK_AHEAD] if true_instant(at, mutation) > context.now + AHEAD else []
    return [*flags, CLOCK_SKEW] if abs(mutation.clock_offset_ms) > SKEW_MS else flags


def note_write(
    session: Session, context: Context, mutation: Mutation, row: OfPatient, fields: Iterable[str]
) -> None:
    """Note the change in the audit chain: ids and names of fields, no values."""
    audit.note_by(
        session,
        context,
        mutation.kind,
        mutation.kind.partition(".")[0],
        mutation.entity,
        patient_id=row.patient_id,
        fields=tuple(fields),
        now=context.now,
    )
