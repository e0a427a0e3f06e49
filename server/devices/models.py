"""A clinician's enrolment of a tablet."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Model, UtcDateTime


class Device(Model):
    """One clinician on one tablet: a shared tablet has a row for each of them.

    `server_half` is the part of the tablet's key that only the server gives out, and
    only while the device is not revoked. `acked_n` is the highest gap-free number of
    the clinician's mutations from this tablet.
    """

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"), primary_key=True, index=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    server_half: Mapped[str] = mapped_column(String(200))  # sealed
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acked_n: Mapped[int] = mapped_column(BigInteger)
    last_version: Mapped[str | None] = mapped_column(String(40))
