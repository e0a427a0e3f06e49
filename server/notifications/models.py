"""The tables of notifications: the inbox, the subscriptions of devices, the pushes still to be sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Model, UtcDateTime


class Notice(Model):
    """One thing for one clinician to look at. `once` keeps the same notice from coming twice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("clinician_id", "once"),
        Index("ix_notice_inbox", "clinician_id", "at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(Id)  # what it is about; told only to who has signed in
    once: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Subscription(Model):
    """Where a device of a clinician takes pushes.

    An endpoint is a capability: who knows it can push to the device. It is kept sealed and found by its hash.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (UniqueConstraint("endpoint_sha256"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"), index=True)
    device_id: Mapped[str | None] = mapped_column(Id, index=True)
    endpoint_sha256: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Push(Model):
    """A push that is still to be sent. It goes when it was sent, refused or too old."""

    __tablename__ = "push"

    notice_id: Mapped[str] = mapped_column(Id, ForeignKey("notice.id"), primary_key=True)
    subscription_id: Mapped[str] = mapped_column(Id, ForeignKey("push_subscription.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(Integer)
