"""Which visits hold an adverse response: what a reviewer is told before anything else."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.visits.record.models import Intervention, Response


def with_adverse_response(session: Session, visit_ids: Iterable[str]) -> set[str]:
    """Return those of the visits in which a response that still stands was adverse."""
    asked = (
        select(Response.visit_id)
        .join(Intervention, Intervention.id == Response.intervention_id)
        .where(
            Response.visit_id.in_(list(visit_ids)),
            Response.adverse.is_not(None),
            Response.adverse != "",
            Intervention.removed.is_(False),
        )
    )
    return set(session.scalars(asked))
