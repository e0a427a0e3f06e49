"""Clinicians, their credentials, their sessions, and failed attempts to sign in."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime
from server.feed import Fed


class Clinician(Fed, Model):
    """A person who works for the organization. The address is for signing in and is not fed."""

    __tablename__ = "clinician"
    __table_args__ = (CheckConstraint("discipline IN ('PT', 'OT')", name="discipline_known"),)

    feed_entity: ClassVar[str] = "clinician"

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    credentials: Mapped[str] = mapped_column(String(40))
    roles: Mapped[list[str]] = mapped_column(Json)
    discipline: Mapped[str | None] = mapped_column(String(2))
    active: Mapped[bool]

    def feed_scope(self) -> str:
        """Every tablet of the organization gets it: names stand on notes."""
        return "organization"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "name": self.name,
            "credentials": self.credentials,
            "roles": self.roles,
            "discipline": self.discipline,
            "active": self.active,
        }


class Credential(Model):
    """What a clinician proves at sign-in. Apart from the clinician, so that the feed never sees it."""

    __tablename__ = "credential"

    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(200))  # sealed
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)  # a code works once


class SignIn(Model):
    """A session. The cookie's value is kept as a hash only; ended rows stay and say why."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"))
    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"), index=True)
    device_id: Mapped[str | None] = mapped_column(Id, index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_because: Mapped[str | None] = mapped_column(String(20))


class SignInAttempt(Model):
    """Failures in a row of one account, or of one account from one address, under a hash."""

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
