"""Segments as they count: what was recorded, with its corrections laid over it in order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.billing.minutes import add_up
from server.billing.services import By, Service
from server.billing.services import Segment as Stretch
from server.visits.timing.models import Correction, Pause, Segment, Untimed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000


@dataclass(frozen=True)
class EffectiveSegment:
    """A segment as it counts, with what was first recorded and the corrections in order."""

    id: str
    visit_id: str
    code: str
    performer: str
    clinician_id: str
    started_at: datetime
    ended_at: datetime | None
    provenance: str
    removed: bool
    recorded: Segment
    corrections: tuple[Correction, ...]


def effective(segment: Segment, corrections: Iterable[Correction]) -> EffectiveSegment:
    """Lay the corrections of one segment over it, the oldest first."""
    ordered = sorted(corrections, key=lambda one: (one.at, one.id))
    counts = EffectiveSegment(
        id=segment.id,
        visit_id=segment.visit_id,
        code=segment.code,
        performer=segment.performer,
        clinician_id=segment.clinician_id,
        started_at=segment.started_at,
        ended_at=segment.ended_at,
        provenance=segment.provenance,
        removed=False,
        recorded=segment,
        corrections=tuple(ordered),
    )
    for correction in ordered:
        counts = replace(
            counts,
            started_at=correction.started_at or counts.started_at,
            ended_at=correction.ended_at or counts.ended_at,
            code=correction.code or counts.code,
            performer=correction.performer or counts.performer,
            provenance="corrected",
            removed=correction.remove,
        )
    return counts


def effective_segments(
    session: Session, visit_ids: Iterable[str], *, with_removed: bool = False
) -> list[EffectiveSegment]:
    """Return the segments of visits as they count, by start; removed ones only when asked for."""
    ids = list(visit_ids)
    corrections: dict[str, list[Correction]] = defaultdict(list)
    for correction in session.scalars(select(Correction).where(Correction.visit_id.in_(ids))):
        corrections[correction.segment_id].append(correction)
    recorded = session.scalars(select(Segment).where(Segment.visit_id.in_(ids)))
    counted = [effective(segment, corrections[segment.id]) for segment in recorded]
    kept = [segment for segment in counted if with_removed or not segment.removed]
    return sorted(kept, key=lambda one: (one.started_at, one.id))


def corrections_of(session: Session, segment_id: str) -> list[Correction]:
    """Return the corrections of one segment."""
    return list(session.scalars(select(Correction).where(Correction.segment_id == segment_id)))


def untimed_of(session: Session, visit_ids: Iterable[str]) -> list[Untimed]:
    """Return the untimed codes of visits that were not removed, by time."""
    asked = select(Untimed).where(Untimed.visit_id.in_(list(visit_ids)), Untimed.removed.is_(False))
    return list(session.scalars(asked.order_by(Untimed.at, Untimed.id)))


def pauses_of(session: Session, visit_id: str) -> list[Pause]:
    """Return the reasons of a visit's pauses in the order in which they were said; the last one counts."""
    return list(session.scalars(select(Pause).where(Pause.visit_id == visit_id).order_by(Pause.at, Pause.id)))


def running_segments(session: Session, clinician_id: str) -> list[Segment]:
    """Return the segments that a clinician has not closed."""
    asked = select(Segment).where(Segment.clinician_id == clinician_id, Segment.ended_at.is_(None))
    return list(session.scalars(asked.order_by(Segment.started_at, Segment.id)))


def seconds_per_code(segments: Sequence[EffectiveSegment]) -> list[tuple[str, int]]:
    """Return whole seconds per code, in the order in which codes first stand; running segments are left out.

    Time that two one-on-one codes share counts for the earlier, as billing counts it.
    """
    services = [_service(segment) for segment in segments if segment.ended_at is not None]
    day = add_up(services)
    return [(tally.code, (tally.therapist + tally.assistant) // _SECOND) for tally in day.tallies]


def _service(segment: EffectiveSegment) -> Service:
    start, end = _microseconds(segment.started_at), _microseconds(cast(datetime, segment.ended_at))
    return Service(segment.code, cast(By, segment.performer), end - start, (Stretch(start, end),))


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
