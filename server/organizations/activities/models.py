"""An organization's own activity. A trigger of the database keeps it from being deleted."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Json, Model, UtcDateTime, wire_time
from server.feed import Fed


class Activity(Fed, Model):
    """One activity: what it is called, in which group it stands, under which codes, with which dose.

    A note keeps the name under which it was recorded; a retired activity is no longer offered, and what was
    done of it stays readable. Of one name there is one activity, retired or not.
    """

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("organization_id", "name_key", name="uq_activity_named"),
        Index("ix_activity_organization_id", "organization_id"),
    )

    feed_entity: ClassVar[str] = "activity"

    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(240))
    group_id: Mapped[str] = mapped_column(String(40))
    codes: Mapped[list[str]] = mapped_column(Json)
    fields: Mapped[list[str]] = mapped_column(Json)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def feed_scope(self) -> str:
        """Every tablet of the organization gets it."""
        return "organization"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "name": self.name,
            "group": self.group_id,
            "codes": self.codes,
            "fields": self.fields,
            "changed_at": wire_time(self.changed_at),
            "retired_at": wire_time(self.retired_at),
        }
