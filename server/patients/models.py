"""Patients, and the care team that decides which clinician's tablet holds them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.feed.models import Fed


class Patient(Fed, Model):
    """A person who is treated: as little as treating and identifying need."""

    __tablename__ = "patient"
    __table_args__ = (Index("ix_patient_organization_name", "organization_id", "family_name", "given_name"),)

    feed_entity: ClassVar[str] = "patient"

    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    birth_date: Mapped[date] = mapped_column(Date)
    precautions: Mapped[list[str]] = mapped_column(Json)
    vital_limits: Mapped[dict[str, int]] = mapped_column(Json)
    contact: Mapped[str | None] = mapped_column(String(500))

    @property
    def name(self) -> str:
        """Given and family name, as a page shows them."""
        return f"{self.given_name} {self.family_name}"

    def feed_scope(self) -> str:
        """Whoever has the patient on the caseload gets the row."""
        return f"patient:{self.id}"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "given_name": self.given_name,
            "family_name": self.family_name,
            "birth_date": self.birth_date.isoformat(),
            "precautions": self.precautions,
            "vital_limits": self.vital_limits,
            "contact": self.contact,
        }


class CareTeam(Fed, Model):
    """A patient on a clinician's caseload, from `since` up to and without `until`."""

    __tablename__ = "care_team"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="until_not_before_since"),
        Index("ix_care_team_clinician_patient", "clinician_id", "patient_id"),
        Index("ix_care_team_patient_id", "patient_id"),
    )

    feed_entity: ClassVar[str] = "care_team"

    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    patient_id: Mapped[str] = mapped_column(Id, ForeignKey("patient.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def covers(self, at: datetime) -> bool:
        """Say whether the patient was on the caseload at that instant."""
        return self.since <= at and (self.until is None or at < self.until)

    def feed_scope(self) -> str:
        """Only the clinician's own tablets get the row."""
        return f"clinician:{self.clinician_id}"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "clinician_id": self.clinician_id,
            "patient_id": self.patient_id,
            "since": wire_time(self.since),
            "until": wire_time(self.until),
        }
