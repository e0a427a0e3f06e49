"""`words.leave`: words behind a visit that the server refused reach a supervisor without the visit.

What waits for a refused start could never be sent: there is no visit to put it in. Its author leaves it with
the supervisors instead. The words go into the quarantine, sealed (see kept.py); the row here is the trail of
it, for its author's tablets: what was left, and when. It holds no words.
"""

from datetime import datetime
from typing import Any, ClassVar

from marshmallow import fields, validate
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from server import audit
from server.db import Id, Model, UtcDateTime, wire_time
from server.feed import Fed
from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.sync.schemas import Strict
from server.visits.fields import Instant, identifier
from server.visits.kept.schemas import MOST_WORDS, Named

LEAVE = "words.leave"
REASON = {
    "type": "left-words",
    "title": "The visit was not taken in",
    "detail": "Its author has left these words with you.",
    "pointer": "",
}


# A kind of change and nothing else: free text stays in the sealed words.
KIND = validate.Regexp(r"[a-z]{1,20}\.[a-z]{1,19}\Z")


class LeftWords(Fed, Model):
    """That something was left with the supervisors; append-only."""

    __tablename__ = "left_words"

    feed_entity: ClassVar[str] = "left_words"

    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    visit_id: Mapped[str] = mapped_column(Id)  # of no visit that is here
    of: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_scope(self) -> str:
        """Return the scope: only its author gets it."""
        return f"clinician:{self.clinician_id}"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "clinician_id": self.clinician_id,
            "visit_id": self.visit_id,
            "of": self.of,
            "recorded_at": wire_time(self.recorded_at),
            "left_at": wire_time(self.left_at),
        }


class WordsLeave(Strict):
    """`words.leave`: all that a person could read of a change, and what kind of change it was."""

    visit_id = identifier(required=True)
    of = fields.String(required=True, validate=KIND)
    words = fields.List(fields.Nested(Named), required=True, validate=validate.Length(1, MOST_WORDS))
    recorded_at = Instant(required=True)
    left_at = Instant(required=True)


def leave_words(session: Session, context: Context, mutation: Mutation, data: dict[str, Any]) -> Applied:
    """Note that the words were left; sync keeps a sealed copy of the mutation in the same transaction."""
    known = session.get(LeftWords, mutation.entity)
    if known is not None:
        if known.clinician_id == context.clinician_id and known.visit_id == data["visit_id"]:
            return Applied(known)
        raise Rejected("words-exist", "What is left is never changed", pointer="/entity")
    del data["words"]
    left = LeftWords(
        id=mutation.entity,
        organization_id=context.organization_id,
        clinician_id=context.clinician_id,
        created_at=context.now,
        **data,
    )
    session.add(left)
    audit.note_by(session, context, LEAVE, "left_words", left.id, fields=("words",), now=context.now)
    return Applied(left)


KINDS = (Kind(LEAVE, WordsLeave, leave_words),)
