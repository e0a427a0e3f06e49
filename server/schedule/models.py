"""Appointments. The visit of an appointment has an id that every tablet derives alike."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.patients.scope import OfPatient

# How it was closed, and the status that follows: the patient did not come, somebody called it off, the
# patient refused treatment, or the clinician held it back.
CLOSINGS = {"missed": "missed", "cancelled": "cancelled", "refused": "cancelled", "held": "cancelled"}


def visit_id_of(appointment_id: str) -> str:
    """Return the id of an appointment's visit: two tablets that open it offline meet in one visit.

    >>> visit_id_of("00000000-0000-4000-8000-000000000000")
    'a7ebed8a-1bc4-5c32-b992-b42e19ea3872'
    """
    return str(uuid5(UUID(appointment_id), "visit"))


class Appointment(OfPatient, Model):
    """A time at which a patient is expected."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("status IN ('scheduled', 'cancelled', 'missed')", name="status_known"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        Index("ix_appointment_patient_starts", "patient_id", "starts_at"),
        Index("ix_appointment_organization_starts", "organization_id", "starts_at"),
    )

    feed_entity: ClassVar[str] = "appointment"

    episode_id: Mapped[str] = mapped_column(Id, ForeignKey("episode.id"))
    clinic_id: Mapped[str | None] = mapped_column(Id, ForeignKey("clinic.id"))
    clinician_ids: Mapped[list[str]] = mapped_column(Json)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(200))
    closed_as: Mapped[str | None] = mapped_column(String(10))
    closed_by: Mapped[str | None] = mapped_column(Id)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def visit_id(self) -> str:
        """The id of the visit that this appointment becomes when it is kept."""
        return visit_id_of(self.id)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "patient_id": self.patient_id,
            "episode_id": self.episode_id,
            "clinic_id": self.clinic_id,
            "clinician_ids": self.clinician_ids,
            "starts_at": wire_time(self.starts_at),
            "minutes": self.minutes,
            "status": self.status,
            "reason": self.reason,
            "place": self.place,
            "visit_id": self.visit_id,
            "closed_as": self.closed_as,
            "closed_by": self.closed_by,
            "closed_at": wire_time(self.closed_at),
        }
