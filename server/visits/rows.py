"""Recording a row under the tablet's id, or recording it otherwise: what all recorded things share."""

from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from server.mutation import Context, Mutation, Rejected
from server.visits.gate import note_write, refuse_overwriting
from server.visits.models import Visit
from server.visits.record.models import Intervention, Measure, Response
from server.visits.timing.models import Untimed

Row = TypeVar("Row", Untimed, Intervention, Response, Measure)
AUTHORSHIP = frozenset({"by", "clinician_id", "at"})


class BelongsToVisit(Protocol):
    """A row of a visit."""

    visit_id: Any


def same_visit(known: BelongsToVisit | None, visit: Visit) -> None:
    """Refuse to move a row from one visit to another."""
    if known is not None and known.visit_id != visit.id:
        raise Rejected("another-visit", "It was recorded in another visit", pointer="/data/visit_id")


def write(
    session: Session,
    context: Context,
    mutation: Mutation,
    model: type[Row],
    known: Row | None,
    visit: Visit,
    values: dict[str, Any],
) -> Row:
    """Insert the row, or edit it unless somebody else did since the tablet saw it (Conflict)."""
    if known is None:
        row = model(
            id=mutation.entity,
            organization_id=context.organization_id,
            visit_id=visit.id,
            patient_id=visit.patient_id,
            created_at=context.now,
            **values,
        )
        session.add(row)
        changed = sorted(values)
    else:
        row = known
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
        if not AUTHORSHIP.issuperset(changed):
            refuse_overwriting(row, author_id=row.author_id, at=row.at, context=context, mutation=mutation)
            for name in changed:
                setattr(row, name, values[name])
    note_write(session, context, mutation, row, changed)
    return row
