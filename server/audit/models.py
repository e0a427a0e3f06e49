"""One line of an organization's audit chain. The database refuses to change or delete it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Model, UtcDateTime


class AuditRow(Model):
    """Who did what to which row, when, from which device: ids and field names only."""

    __tablename__ = "audit_row"
    __table_args__ = (Index(None, "organization_id", "patient_id", "at"),)

    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    clinician_id: Mapped[str | None] = mapped_column(Id)
    device_id: Mapped[str | None] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(60))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[str | None] = mapped_column(Id)
    patient_id: Mapped[str | None] = mapped_column(Id)
    fields: Mapped[str] = mapped_column(Text)  # canonical JSON array of names
    hash: Mapped[str] = mapped_column(String(64))
