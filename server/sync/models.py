"""What sync itself keeps: the ledger of mutations, numbers that arrived, and the quarantine."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime


class AppliedMutation(Model):
    """A mutation with a final verdict, for good: what makes sending it twice harmless.

    The verdict is stored in the transaction of the effects. Mutations that were deferred, or that this
    server is too old for, are not here: sent again they must be able to succeed.
    """

    __tablename__ = "applied_mutation"
    __table_args__ = (Index(None, "device_id", "n"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id)
    clinician_id: Mapped[str] = mapped_column(Id)
    device_id: Mapped[str] = mapped_column(Id)
    n: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    schema: Mapped[int] = mapped_column(BigInteger)
    entity: Mapped[str] = mapped_column(Id)
    body_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[str | None] = mapped_column(String(40))
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[dict[str, Any]] = mapped_column(Json)


class ArrivedNumbers(Model):
    """Which numbers of one device and clinician have arrived.

    All up to `acked_n` have a final verdict, and so have the ranges in `ahead`; between them are gaps.
    `seen_n` is the highest that came at all, also when its mutation was deferred.
    """

    __tablename__ = "arrived_numbers"

    device_id: Mapped[str] = mapped_column(Id, primary_key=True)
    clinician_id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id)
    acked_n: Mapped[int] = mapped_column(BigInteger)
    seen_n: Mapped[int] = mapped_column(BigInteger)
    ahead: Mapped[list[list[int]]] = mapped_column(Json)


class Quarantined(Model):
    """The server's copy of what it did not take: a rejected mutation, or a sealed outbox that waits.

    `body` is encrypted with the server's secret (a sealed outbox also with the organization's key, by
    the tablet), so the words of a refused note survive the tablet and are not readable in the file.
    """

    __tablename__ = "quarantined"
    __table_args__ = (
        UniqueConstraint("organization_id", "body_sha256"),
        Index(None, "organization_id", "received_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str] = mapped_column(Id)
    clinician_id: Mapped[str] = mapped_column(Id)
    device_id: Mapped[str] = mapped_column(Id)
    mutation_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[dict[str, Any]] = mapped_column(Json)
    body: Mapped[str] = mapped_column(Text)
    body_sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    question: Mapped[str | None] = mapped_column(Text)  # to a supervisor, encrypted like the body
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(Id)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
