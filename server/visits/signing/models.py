"""Signatures and addenda: inserted once, never changed (a trigger of the database holds it)."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, sha256_hex, wire_time
from server.visits.scope import OfVisit


class Signature(OfVisit, Model):
    """The exact bytes a clinician signed, their hash, and what the signature means.

    `matches` says whether the signed facts were the server's facts when the signature arrived; if not,
    `difference` says in words what differed. Both times are kept: the tablet's and the arrival.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "signature"

    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    device_id: Mapped[str | None] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    credentials: Mapped[str] = mapped_column(String(40))
    meaning: Mapped[str] = mapped_column(String(200))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    matches: Mapped[bool] = mapped_column(Boolean)
    difference: Mapped[list[str]] = mapped_column(Json)
    flags: Mapped[list[str]] = mapped_column(Json)

    @property
    def verified(self) -> bool:
        """Whether the stored bytes still have the stored hash: computed anew each time it is asked."""
        return sha256_hex(self.content) == self.sha256

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "content": self.content,
            "sha256": self.sha256,
            "signed_by": self.signed_by,
            "name": self.name,
            "credentials": self.credentials,
            "meaning": self.meaning,
            "signed_at": wire_time(self.signed_at),
            "received_at": wire_time(self.received_at),
            "matches": self.matches,
            "difference": self.difference,
            "flags": self.flags,
        }


class Addendum(OfVisit, Model):
    """Words added after signing, marked as what they are, with their author and date.

    CMS Program Integrity Manual, chapter 3, section 3.3.2.5: an amendment is clearly identified, shows date
    and author, and leaves all original content.
    """

    __tablename__ = "addendum"
    __table_args__ = (Index("ix_addendum_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "addendum"

    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "kind": self.kind,
            "text": self.text,
            "by": self.by,
            "at": wire_time(self.at),
            "received_at": wire_time(self.received_at),
        }
