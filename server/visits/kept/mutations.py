"""Keeping what lost: sent together with the choice, so that no version is ever gone."""

from typing import Any

from sqlalchemy.orm import Session

from server.accounts.operations import clinicians_of
from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.visits.gate import find_row, known_visit, note_write
from server.visits.kept.models import KeptWords
from server.visits.kept.schemas import WordsKeep

Data = dict[str, Any]


def keep_words(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Keep a version that lost, in any state of the visit; the same again changes nothing."""
    visit = known_visit(session, context, data["visit_id"], "/data/visit_id")
    known = find_row(session, context, KeptWords, mutation.entity)
    if known is not None:
        if (known.visit_id, known.words) != (visit.id, data["words"]):
            raise Rejected("words-exist", "What is kept is never changed", pointer="/entity")
        return Applied(known)
    author = data.pop("by") or context.clinician_id
    if author != context.clinician_id:
        _check_author(session, context, author)
    kept = KeptWords(
        id=mutation.entity,
        organization_id=context.organization_id,
        patient_id=visit.patient_id,
        by=author,
        kept_by=context.clinician_id,
        created_at=context.now,
        **data,
    )
    session.add(kept)
    note_write(session, context, mutation, kept, [data["entity"]])
    return Applied(kept)


def _check_author(session: Session, context: Context, author: str) -> None:
    found = clinicians_of(session, [author]).get(author)
    if found is None or found.organization_id != context.organization_id:
        raise Rejected("no-such-clinician", "There is no such clinician", pointer="/data/by")


KINDS = (Kind("words.keep", WordsKeep, keep_words),)
