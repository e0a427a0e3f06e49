"""Asking a supervisor about something that was refused; question and answer are kept as secret as it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.access import Actor
from server.accounts.operations import names_of
from server.db import wire_time
from server.problems import NotFound
from server.secret import Secret
from server.sync.models import Quarantined
from server.sync.quarantine.kept import get_quarantined, note

USE = "quarantine question"


def ask(
    session: Session, actor: Actor, mutation_id: str, question: str, secret: Secret, now: datetime
) -> Quarantined:
    """Put a question to what was refused of one's own; a later one takes its place. Raises NotFound."""
    mine = (
        Quarantined.organization_id == actor.organization_id,
        Quarantined.clinician_id == actor.clinician_id,
        Quarantined.mutation_id == mutation_id,
    )
    row = session.scalar(select(Quarantined).where(*mine).order_by(Quarantined.received_at.desc()).limit(1))
    if row is None:
        raise NotFound
    row.question = secret.seal(USE, question.encode(), row.id)
    row.asked_at = now
    row.settled_at = None  # a supervisor sees only what is not settled
    row.answer, row.answered_by, row.answered_at = None, None, None
    note(session, actor, "quarantine.ask", row.id, now)
    return row


def answer(session: Session, actor: Actor, id_: str, text: str, secret: Secret, now: datetime) -> Quarantined:
    """Answer, as a supervisor; raises NotFound."""
    row = get_quarantined(session, actor, id_)
    row.answer = secret.seal(USE, text.encode(), row.id)
    row.answered_by, row.answered_at = actor.clinician_id, now
    note(session, actor, "quarantine.answer", row.id, now)
    return row


def help_json(session: Session, row: Quarantined, secret: Secret) -> dict[str, Any]:
    """Return the question and the answer, opened; for whoever may open the body."""
    names = names_of(session, row.organization_id)
    return {
        "question": _opened(row.question, row, secret),
        "answer": _opened(row.answer, row, secret),
        "answered_by_name": names.get(row.answered_by) if row.answered_by else None,
        "answered_at": wire_time(row.answered_at),
    }


def _opened(sealed: str | None, row: Quarantined, secret: Secret) -> str | None:
    return secret.open(USE, sealed, row.id).decode() if sealed is not None else None
