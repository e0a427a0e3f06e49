"""What lost against another version, in words that a person can read."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.visits.scope import OfVisit


class KeptWords(OfVisit, Model):
    """One version of a section or of a recorded row that another took the place of. Append-only.

    `words` is a list of {name, text} in the order in which they stood on the screen. `by` and `at` say whose
    version it was and when it was written, `kept_by` and `kept_at` who decided and when.
    """

    __tablename__ = "kept_words"
    __table_args__ = (Index("ix_kept_words_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "kept_words"

    entity: Mapped[str] = mapped_column(String(20))
    entity_id: Mapped[str] = mapped_column(Id)
    words: Mapped[list[dict[str, str]]] = mapped_column(Json)
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    tablet: Mapped[str | None] = mapped_column(String(60))
    kept_by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "entity": self.entity,
            "entity_id": self.entity_id,
            "words": self.words,
            "by": self.by,
            "at": wire_time(self.at),
            "tablet": self.tablet,
            "kept_by": self.kept_by,
            "kept_at": wire_time(self.kept_at),
        }
