"""What was done and how the patient responded."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.visits.scope import OfVisit


def section_id_of(visit_id: str, section: str) -> str:
    """Return the id of a section: two tablets that write the same one meet in one row.

    >>> section_id_of("00000000-0000-4000-8000-000000000000", "plan")
    'c6fa44ea-ec1f-51bd-861c-34798602b47b'
    """
    return str(uuid5(UUID(visit_id), section))


class Recorded(OfVisit):
    """Mixin of a row with an author: who recorded it last, and when by that tablet's clock."""

    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def author_id(self) -> str:
        """Whoever recorded it last."""
        return self.by

    def feed_author(self) -> dict[str, Any]:
        """Return visit, author and time as they stand in the row's feed data."""
        return {**self.feed_visit(), "by": self.by, "at": wire_time(self.at)}


class Intervention(Recorded, Model):
    """One activity: technique, region, purpose and dose."""

    __tablename__ = "intervention"
    __table_args__ = (Index("ix_intervention_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "intervention"
    fields: ClassVar[tuple[str, ...]] = (
        "code", "activity_id", "technique", "regions", "purpose", "goal_id", "deficit", "frequency",
        "intensity", "duration", "dose", "skilled_need", "removed",
    )  # fmt: skip

    code: Mapped[str] = mapped_column(String(5))
    activity_id: Mapped[str | None] = mapped_column(String(64))
    technique: Mapped[str] = mapped_column(String(200))
    regions: Mapped[list[str]] = mapped_column(Json)
    purpose: Mapped[str] = mapped_column(String(500))
    goal_id: Mapped[str | None] = mapped_column(Id)
    deficit: Mapped[str | None] = mapped_column(String(500))
    frequency: Mapped[str] = mapped_column(String(100))
    intensity: Mapped[str] = mapped_column(String(200))
    duration: Mapped[str] = mapped_column(String(100))
    dose: Mapped[dict[str, Any]] = mapped_column(Json)
    skilled_need: Mapped[str] = mapped_column(Text)
    removed: Mapped[bool] = mapped_column(Boolean)
    remove_reason: Mapped[str | None] = mapped_column(String(500))

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {**self.feed_author(), **{name: getattr(self, name) for name in self.fields}}


class Response(Recorded, Model):
    """How the patient responded to one intervention, and where it goes from here."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("intervention_id"),
        Index("ix_response_visit_id", "visit_id"),
    )

    feed_entity: ClassVar[str] = "response"
    fields: ClassVar[tuple[str, ...]] = (
        "intervention_id", "tolerance", "quality", "assistance_change", "pain_before", "pain_after",
        "exertion", "heart_rate", "systolic", "diastolic", "spo2", "dizziness", "fatigue", "adverse",
        "adverse_action", "text", "progression", "progression_criterion", "progression_reason", "next_step",
    )  # fmt: skip

    intervention_id: Mapped[str] = mapped_column(Id, ForeignKey("intervention.id"))
    tolerance: Mapped[str | None] = mapped_column(String(10))
    quality: Mapped[str | None] = mapped_column(String(10))
    assistance_change: Mapped[str | None] = mapped_column(String(200))
    pain_before: Mapped[int | None] = mapped_column(Integer)
    pain_after: Mapped[int | None] = mapped_column(Integer)
    exertion: Mapped[int | None] = mapped_column(Integer)
    heart_rate: Mapped[int | None] = mapped_column(Integer)
    systolic: Mapped[int | None] = mapped_column(Integer)
    diastolic: Mapped[int | None] = mapped_column(Integer)
    spo2: Mapped[int | None] = mapped_column(Integer)
    dizziness: Mapped[bool | None] = mapped_column(Boolean)
    fatigue: Mapped[bool | None] = mapped_column(Boolean)
    adverse: Mapped[str | None] = mapped_column(Text)
    adverse_action: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    progression: Mapped[str | None] = mapped_column(String(12))
    progression_criterion: Mapped[str | None] = mapped_column(String(500))
    progression_reason: Mapped[str | None] = mapped_column(String(500))
    next_step: Mapped[str | None] = mapped_column(String(500))

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {**self.feed_author(), **{name: getattr(self, name) for name in self.fields}}


class Measure(Recorded, Model):
    """An outcome score or a measured value, as an integer in its smallest stated unit."""

    __tablename__ = "measure"
    __table_args__ = (Index("ix_measure_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "measure"

    measure: Mapped[str] = mapped_column(String(100))
    value: Mapped[int] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(40))
    side: Mapped[str | None] = mapped_column(String(10))
    trials: Mapped[list[int]] = mapped_column(Json)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_author(),
            "measure": self.measure,
            "value": self.value,
            "unit": self.unit,
            "side": self.side,
            "trials": self.trials,
        }


class Section(Recorded, Model):
    """One part of the note's text. Its id follows from the visit and its name."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("visit_id", "section"),)

    feed_entity: ClassVar[str] = "section"

    section: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(Id)  # the tablet that wrote it last, not fed

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {**self.feed_author(), "section": self.section, "text": self.text}
