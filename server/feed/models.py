"""The organization's clock, the newest state of each fed row, and the mixin that feeds a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from server.db import Id, Model, UtcDateTime, utc_now


class OrganizationClock(Model):
    """Where an organization's feed and audit chain stand: one row, locked last in a transaction.

    Numbers are given out under this row's lock, which is let go only when the
    commit is visible; so whoever sees a number sees all below it. An identity column
    or a timestamp loses rows to a reader that polls. `backup_seq` is where it stood in
    the newest backup that was verified; None as long as there is none.
    """

    __tablename__ = "organization_clock"

    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    audit_seq: Mapped[int] = mapped_column(BigInteger)
    audit_head: Mapped[str] = mapped_column(String(64))
    epoch: Mapped[str] = mapped_column(Id)
    backup_seq: Mapped[int | None] = mapped_column(BigInteger)
    backup_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Where an organization's feed stands, and where it stood in the newest verified backup."""

    seq: int
    epoch: str
    backup_seq: int | None


class Change(Model):
    """The newest state of one fed row, as tablets get it. One row each: the feed stays bounded."""

    __tablename__ = "change"
    __table_args__ = (
        UniqueConstraint("organization_id", "seq"),
        Index(None, "organization_id", "scope", "seq"),
    )

    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("organization.id"), primary_key=True)
    entity: Mapped[str] = mapped_column(String(40), primary_key=True)
    entity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    deleted: Mapped[bool]
    scope: Mapped[str] = mapped_column(String(60))
    data: Mapped[str] = mapped_column(Text)


class FeedRow:
    """What the commit hook asks of a row. Delete by setting `deleted_at`, never the row itself.

    `version` starts at 1 and grows by one with each commit that changed the row. It
    is also the condition of every UPDATE, so that two writers on PostgreSQL cannot
    overwrite each other: the later one fails and is run again.
    """

    feed_entity: ClassVar[str]

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version, "version_id_generator": False}

    def feed_organization(self) -> str:
        """Return the id of the organization whose feed the row is in."""
        raise NotImplementedError

    def feed_id(self) -> str:
        """Return the row's id."""
        raise NotImplementedError

    def feed_scope(self) -> str:
        """Return who gets the row: "organization", "patient:<id>" or "clinician:<id>"."""
        raise NotImplementedError

    def feed_data(self) -> dict[str, Any]:
        """Return what tablets get: canonical JSON types only."""
        raise NotImplementedError


class Fed(FeedRow):
    """A row of one organization that tablets get."""

    id: Mapped[str] = mapped_column(Id, primary_key=True)

    @declared_attr
    @classmethod
    def organization_id(cls) -> Mapped[str]:
        """The organization that owns the row."""
        return mapped_column(Id, ForeignKey("organization.id"), index=True)

    def feed_organization(self) -> str:
        """Return the owner's id."""
        return self.organization_id

    def feed_id(self) -> str:
        """Return the row's id."""
        return self.id
