"""Episodes of care and their goals."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model
from server.patients.scope import OfPatient


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class Episode(OfPatient, Model):
    """One plan of care of one discipline, paid under one policy.

    `payer_policy_id` has no foreign key: policies belong to claims, which is built on episodes.
    """

    __tablename__ = "episode"
    __table_args__ = (
        CheckConstraint("discipline IN ('PT', 'OT')", name="discipline_known"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_not_before_start"),
        Index("ix_episode_patient_id", "patient_id"),
    )

    feed_entity: ClassVar[str] = "episode"

    discipline: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(200))
    diagnoses: Mapped[list[dict[str, str]]] = mapped_column(Json)
    payer_policy_id: Mapped[str] = mapped_column(Id)
    frequency: Mapped[str] = mapped_column(String(100))
    duration: Mapped[str] = mapped_column(String(100))
    visits_planned: Mapped[int | None] = mapped_column(Integer)
    progress_report_every: Mapped[int | None] = mapped_column(Integer)
    certified_from: Mapped[date | None] = mapped_column(Date)
    certified_until: Mapped[date | None] = mapped_column(Date)
    authorized_visits: Mapped[int | None] = mapped_column(Integer)
    authorized_until: Mapped[date | None] = mapped_column(Date)
    started_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    lead_clinician_id: Mapped[str | None] = mapped_column(Id, ForeignKey("clinician.id"))

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "patient_id": self.patient_id,
            "discipline": self.discipline,
            "title": self.title,
            "diagnoses": self.diagnoses,
            "payer_policy_id": self.payer_policy_id,
            "frequency": self.frequency,
            "duration": self.duration,
            "visits_planned": self.visits_planned,
            "progress_report_every": self.progress_report_every,
            "certified_from": _iso(self.certified_from),
            "certified_until": _iso(self.certified_until),
            "authorized_visits": self.authorized_visits,
            "authorized_until": _iso(self.authorized_until),
            "started_on": self.started_on.isoformat(),
            "ended_on": _iso(self.ended_on),
            "lead_clinician_id": self.lead_clinician_id,
        }


class Goal(OfPatient, Model):
    """A goal of an episode, numbered as the plan of care numbers it."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("episode_id", "number"),
        Index("ix_goal_patient_id", "patient_id"),
    )

    feed_entity: ClassVar[str] = "goal"

    episode_id: Mapped[str] = mapped_column(Id, ForeignKey("episode.id"))
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    measure: Mapped[str | None] = mapped_column(String(100))
    target: Mapped[str | None] = mapped_column(String(200))
    met_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_reason: Mapped[str | None] = mapped_column(String(500))

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "episode_id": self.episode_id,
            "patient_id": self.patient_id,
            "number": self.number,
            "text": self.text,
            "measure": self.measure,
            "target": self.target,
            "met_on": _iso(self.met_on),
            "ended_on": _iso(self.ended_on),
            "ended_reason": self.ended_reason,
        }
