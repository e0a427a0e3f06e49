"""An organization and its clinics."""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Model
from server.feed import Fed, FeedRow


class Organization(FeedRow, Model):
    """A practice: the boundary that no row, feed or audit chain crosses.

    Tablets wrap their outbox key to `outbox_public_key`, so that the work of a locked
    or lost tablet can be uploaded sealed. The private half is kept sealed with the
    server's secret.
    """

    __tablename__ = "organization"
    __table_args__ = (CheckConstraint("offline_lease_hours BETWEEN 24 AND 336", name="lease_24h_to_14d"),)

    feed_entity: ClassVar[str] = "organization"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    offline_lease_hours: Mapped[int]
    outbox_public_key: Mapped[str] = mapped_column(String(200))  # SPKI of P-256, base64url
    outbox_private_key: Mapped[str] = mapped_column(Text)  # PKCS 8, sealed
    second_factor: Mapped[bool]
    demo: Mapped[bool]

    def feed_organization(self) -> str:
        """Return the row's own id."""
        return self.id

    def feed_id(self) -> str:
        """Return the row's id."""
        return self.id

    def feed_scope(self) -> str:
        """Every tablet of the organization gets it."""
        return "organization"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            "name": self.name,
            "time_zone": self.time_zone,
            "offline_lease_hours": self.offline_lease_hours,
            "outbox_public_key": self.outbox_public_key,
            "second_factor": self.second_factor,
        }


class Clinic(Fed, Model):
    """A place of the organization, with the zone that dates its visits."""

    __tablename__ = "clinic"

    feed_entity: ClassVar[str] = "clinic"

    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    place_of_service: Mapped[str] = mapped_column(String(2))

    def feed_scope(self) -> str:
        """Every tablet of the organization gets it."""
        return "organization"

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {"name": self.name, "time_zone": self.time_zone, "place_of_service": self.place_of_service}
