"""The tables of reviews: one review a signed visit, and its comments."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Model, UtcDateTime, wire_time
from server.patients.scope import OfPatient


class Review(OfPatient, Model):
    """Where the review of a visit stands."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("visit_id"),
        Index("ix_review_list", "organization_id", "state"),
        CheckConstraint("state IN ('waiting', 'accepted', 'returned', 'answered')", name="state"),
    )
    feed_entity: ClassVar[str] = "review"

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"))
    state: Mapped[str] = mapped_column(String(8))
    by: Mapped[str | None] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the review as tablets get it."""
        return {
            "visit_id": self.visit_id,
            "patient_id": self.patient_id,
            "state": self.state,
            "by": self.by,
            "at": wire_time(self.at),
        }


class Comment(OfPatient, Model):
    """A supervisor's comment on a visit, or on one field of it, and the therapist's answer."""

    __tablename__ = "comment"
    feed_entity: ClassVar[str] = "comment"

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"), index=True)
    review_id: Mapped[str] = mapped_column(Id, ForeignKey("review.id"), index=True)
    field: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(4000))
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(4000))
    answered_by: Mapped[str | None] = mapped_column(Id, ForeignKey("clinician.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the comment as tablets get it."""
        return {
            "visit_id": self.visit_id,
            "review_id": self.review_id,
            "patient_id": self.patient_id,
            "field": self.field,
            "text": self.text,
            "by": self.by,
            "by_name": self.by_name,
            "at": wire_time(self.at),
            "answer": self.answer,
            "answered_by": self.answered_by,
            "answered_at": wire_time(self.answered_at),
        }
