"""Segments as they were timed, corrections laid over them, and minutes of untimed codes."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id, Json, Model, UtcDateTime, wire_time
from server.visits.scope import OfVisit


class Segment(OfVisit, Model):
    """An unbroken stretch of one-on-one treatment under one timed code; never changed once it is closed."""

    __tablename__ = "segment"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at > started_at", name="ends_after_start"),
        Index("ix_segment_visit_id", "visit_id"),
        Index("ix_segment_clinician_ended", "clinician_id", "ended_at"),
    )

    feed_entity: ClassVar[str] = "segment"

    code: Mapped[str] = mapped_column(String(5))
    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    performer: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_because: Mapped[str | None] = mapped_column(String(10))
    pause_reason: Mapped[str | None] = mapped_column(String(20))
    provenance: Mapped[str] = mapped_column(String(20))
    end_provenance: Mapped[str | None] = mapped_column(String(20))
    zone: Mapped[str | None] = mapped_column(String(64))
    offset_minutes: Mapped[int | None] = mapped_column(Integer)
    page_run_id: Mapped[str | None] = mapped_column(String(64))
    end_page_run_id: Mapped[str | None] = mapped_column(String(64))
    monotonic_ms: Mapped[int | None] = mapped_column(BigInteger)
    end_monotonic_ms: Mapped[int | None] = mapped_column(BigInteger)
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    end_clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    flags: Mapped[list[str]] = mapped_column(Json)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "code": self.code,
            "clinician_id": self.clinician_id,
            "performer": self.performer,
            "started_at": wire_time(self.started_at),
            "ended_at": wire_time(self.ended_at),
            "ended_because": self.ended_because,
            "pause_reason": self.pause_reason,
            "provenance": self.provenance,
            "end_provenance": self.end_provenance,
            "zone": self.zone,
            "offset_minutes": self.offset_minutes,
            "page_run_id": self.page_run_id,
            "end_page_run_id": self.end_page_run_id,
            "monotonic_ms": self.monotonic_ms,
            "end_monotonic_ms": self.end_monotonic_ms,
            "flags": self.flags,
        }


class Correction(OfVisit, Model):
    """A later word on a segment, with its reason; the segment itself stays as it was. Append-only."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "correction"

    segment_id: Mapped[str] = mapped_column(Id, ForeignKey("segment.id"))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code: Mapped[str | None] = mapped_column(String(5))
    performer: Mapped[str | None] = mapped_column(String(10))
    remove: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(500))
    fact: Mapped[dict[str, Any]] = mapped_column(Json)  # how the correction was taken, not fed
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "segment_id": self.segment_id,
            "started_at": wire_time(self.started_at),
            "ended_at": wire_time(self.ended_at),
            "code": self.code,
            "performer": self.performer,
            "remove": self.remove,
            "reason": self.reason,
            "note": self.note,
            "by": self.by,
            "at": wire_time(self.at),
        }


class Pause(OfVisit, Model):
    """Why a segment was paused, said after the tap that closed it; the last word counts. Append-only."""

    __tablename__ = "pause"
    __table_args__ = (Index("ix_pause_visit_id", "visit_id"),)

    feed_entity: ClassVar[str] = "pause"

    segment_id: Mapped[str] = mapped_column(Id, ForeignKey("segment.id"))
    reason: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "segment_id": self.segment_id,
            "reason": self.reason,
            "by": self.by,
            "at": wire_time(self.at),
        }


class Untimed(OfVisit, Model):
    """Minutes of a code that is billed once whatever the minutes."""

    __tablename__ = "untimed"
    __table_args__ = (
        CheckConstraint("minutes >= 0 AND minutes < 1440", name="minutes_of_a_day"),
        Index("ix_untimed_visit_id", "visit_id"),
    )

    feed_entity: ClassVar[str] = "untimed"

    code: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int] = mapped_column(Integer)
    performer: Mapped[str] = mapped_column(String(10))
    provenance: Mapped[str] = mapped_column(String(20))
    zone: Mapped[str | None] = mapped_column(String(64))
    offset_minutes: Mapped[int | None] = mapped_column(Integer)
    page_run_id: Mapped[str | None] = mapped_column(String(64))
    monotonic_ms: Mapped[int | None] = mapped_column(BigInteger)
    clinician_id: Mapped[str] = mapped_column(Id, ForeignKey("clinician.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed: Mapped[bool] = mapped_column(Boolean)

    @property
    def author_id(self) -> str:
        """Whoever recorded it last."""
        return self.clinician_id

    def feed_data(self) -> dict[str, Any]:
        """Return the row as tablets get it."""
        return {
            **self.feed_visit(),
            "code": self.code,
            "minutes": self.minutes,
            "performer": self.performer,
            "provenance": self.provenance,
            "zone": self.zone,
            "offset_minutes": self.offset_minutes,
            "page_run_id": self.page_run_id,
            "monotonic_ms": self.monotonic_ms,
            "clinician_id": self.clinician_id,
            "at": wire_time(self.at),
            "removed": self.removed,
        }
