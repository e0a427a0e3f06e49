"""Visits, and the mark that billing must look at one."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.patients.scope import OfPatient


class Visit(OfPatient, Model):
    """One encounter with a patient, from its start to its end.

    `started_at` is the tablet's own reading; `date_of_service` is the clinic-zone date of that reading
    corrected by the tablet's clock offset, and only a correction changes it.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'signed', 'sign-again', 'void')", name="status_known"),
        CheckConstraint("ended_at IS NULL OR ended_at > started_at", name="ends_after_start"),
        Index("ix_visit_patient_date", "patient_id", "date_of_service"),
        Index("ix_visit_organization_status", "organization_id", "status", "date_of_service"),
    )

    feed_entity: ClassVar[str] = "visit"

    episode_id: Mapped[str] = mapped_column(Id, ForeignKey("episode.id"))
    appointment_id: Mapped[str | None] = mapped_column(Id, ForeignKey("appointment.id"))
    clinic_id: Mapped[str | None] = mapped_column(Id, ForeignKey("clinic.id"))
    place_of_service: Mapped[str] = mapped_column(String(2))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    date_of_service: Mapped[date] = mapped_column(Date)
    zone: Mapped[str] = mapped_column(String(64))
    start_fact: Mapped[dict[str, Any]] = mapped_column(Json)  # how the times were taken, not fed
    end_fact: Mapped[dict[str, Any] | None] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(10))
    void_reason: Mapped[str | None] = mapped_column(String(500))
    started_by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    ended_by: Mapped[str | None] = mapped_column(Id, ForeignKey("clinician.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    flags: Mapped[list[str]] = mapped_column(Json)
    # Opaque ids alone: whoever has the one patient does not learn who the other is.
    moved_to: Mapped[str | None] = mapped_column(Id)
    moved_from: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "patient_id": self.patient_id,
            "episode_id": self.episode_id,
            "appointment_id": self.appointment_id,
            "clinic_id": self.clinic_id,
            "place_of_service": self.place_of_service,
            "started_at": wire_time(self.started_at),
            "ended_at": wire_time(self.ended_at),
            "date_of_service": self.date_of_service.isoformat(),
            "zone": self.zone,
            "status": self.status,
            "void_reason": self.void_reason,
            "started_by": self.started_by,
            "signed_at": wire_time(self.signed_at),
            "flags": self.flags,
            "moved_to": self.moved_to,
            "moved_from": self.moved_from,
        }


class BillingDue(Model):
    """A visit whose service day must be finalized again.

    `since` moves with every mark: whoever finalizes deletes the row only as it was read, so that a mark made
    meanwhile is not lost.
    """

    __tablename__ = "billing_due"
    __table_args__ = (Index("ix_billing_due_since", "since"),)

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"), primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
