"""A clinician's word to billing, also after the visit was signed.

`claim.attest`, `choice.make`, and `procedure.record` or `procedure.remove`: what others did that day.
"""

from typing import Any

from sqlalchemy.orm import Session

from server.claims.attestations import same_as
from server.claims.models import Attestation, Choice, Procedure
from server.claims.procedures import discipline_of, remove
from server.claims.schemas import ChoiceMake, ClaimAttest, ProcedureRecord, ProcedureRemove
from server.episodes.operations import episodes_by_id
from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.visits.gate import find_row, get_row, live_visit, not_on_caseload, note_write
from server.visits.lookups import was_assigned
from server.visits.operations import mark_due

Said = dict[str, Any]


def attest(session: Session, context: Context, mutation: Mutation, data: Said) -> Applied:
    """Keep an attestation and let billing look at the day again."""
    visit = live_visit(session, context, data["visit_id"], "/data/visit_id")
    episode = episodes_by_id(session, [visit.episode_id])[visit.episode_id]
    said = {
        **data,
        "patient_id": visit.patient_id,
        "date_of_service": visit.date_of_service,
        "discipline": episode.discipline,
        "by": context.clinician_id,
    }
    return _keep(session, context, mutation, Attestation, said)


def choose(session: Session, context: Context, mutation: Mutation, data: Said) -> Applied:
    """Keep a choice among equals and let billing look at the day again."""
    visit = live_visit(session, context, data["visit_id"], "/data/visit_id")
    said = {**data, "patient_id": visit.patient_id, "by": context.clinician_id}
    return _keep(session, context, mutation, Choice, said)


def _keep(
    session: Session,
    context: Context,
    mutation: Mutation,
    model: type[Attestation] | type[Choice],
    said: Said,
) -> Applied:
    row = find_row(session, context, model, mutation.entity)
    if row is not None:
        if not same_as(row, said):
            raise Rejected("already-said", "A word to billing is never changed", "Say it anew.", "/entity")
        return Applied(row)
    row = model(id=mutation.entity, organization_id=context.organization_id, created_at=context.now, **said)
    session.add(row)
    visit = live_visit(session, context, said["visit_id"], "/data/visit_id")
    mark_due(session, visit, context.now)
    note_write(session, context, mutation, visit, sorted(said))
    return Applied(row)


def record_procedure(session: Session, context: Context, mutation: Mutation, data: Said) -> Applied:
    """Keep another's procedure of the day and let billing look at the date again."""
    visit = live_visit(session, context, data["visit_id"], "/data/visit_id")
    said = {
        **data,
        "discipline": discipline_of(data),
        "patient_id": visit.patient_id,
        "date_of_service": visit.date_of_service,
        "by": context.clinician_id,
    }
    row = find_row(session, context, Procedure, mutation.entity)
    if row is not None:
        if not same_as(row, said):
            raise Rejected("already-said", "A procedure is never changed", "Remove it, then record it anew.")
        return Applied(row)
    row = Procedure(
        id=mutation.entity,
        organization_id=context.organization_id,
        created_at=context.now,
        removed=False,
        **said,
    )
    session.add(row)
    mark_due(session, visit, context.now)
    note_write(session, context, mutation, visit, sorted(said))
    return Applied(row)


def remove_procedure(session: Session, context: Context, mutation: Mutation, _data: Said) -> Applied:
    """Take a procedure out of the day; it stays on record."""
    row = get_row(session, context, Procedure, mutation.entity)
    if not was_assigned(session, context.clinician_id, row.patient_id, context.now, row.at):
        raise not_on_caseload("/entity")
    remove(session, row, context.now)
    note_write(session, context, mutation, row, ["removed"])
    return Applied(row)


KINDS = (
    Kind("claim.attest", ClaimAttest, attest),
    Kind("choice.make", ChoiceMake, choose),
    Kind("procedure.record", ProcedureRecord, record_procedure),
    Kind("procedure.remove", ProcedureRemove, remove_procedure),
)
