"""A clinician's enrolment of a tablet."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime


class Device(Model):
    """One clinician on one tablet: a shared tablet has a row for each of them.

    `server_half` is the part of the tablet's key that only the server gives out, and
    only while the device is not revoked. `acked_n` is the highest gap-free number of
    the clinician's mutations from this tablet. `browser` is the hash of the cookie by
    which a tablet that comes back empty is recognized. `report` is what the tablet last
    told of itself; `missing` what never arrived and is not there either, while so;
    `let_go` the numbers that a person has said to be dealt with.
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
    browser: Mapped[str | None] = mapped_column(String(64))
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missing: Mapped[dict[str, Any] | None] = mapped_column(Json)
    let_go: Mapped[list[list[int]]] = mapped_column(Json, default=list)
    repaired_rows: Mapped[int] = mapped_column(default=0)
    repaired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
