"""The tables of amounts. Both are append-only: what was entered later counts, what was entered stays."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Model, UtcDateTime


class ThresholdUsed(Model):
    """The allowed amounts of a patient's year, all providers together, through `as_of`; in cents."""

    __tablename__ = "threshold_used"
    __table_args__ = (
        CheckConstraint("bucket IN ('PT+SLP', 'OT')", name="bucket"),
        CheckConstraint("used_cents >= 0", name="not_negative"),
        Index("ix_threshold_used_patient", "patient_id", "year"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    patient_id: Mapped[str] = mapped_column(Id, ForeignKey("patient.id"))
    year: Mapped[int] = mapped_column(Integer)
    bucket: Mapped[str] = mapped_column(String(6))
    used_cents: Mapped[int] = mapped_column(BigInteger)
    as_of: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Fee(Model):
    """What a payer with KX allows for one unit of a code, from a date on; in cents."""

    __tablename__ = "fee"
    __table_args__ = (CheckConstraint("cents >= 0", name="not_negative"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"), index=True)
    code: Mapped[str] = mapped_column(String(5))
    cents: Mapped[int] = mapped_column(BigInteger)
    effective_from: Mapped[date] = mapped_column(Date)
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
