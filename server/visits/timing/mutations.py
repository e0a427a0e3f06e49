"""What a tablet may do to times: start, stop and correct segments, record and remove untimed codes."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.organizations.operations import time_zone_of
from server.visits.due import mark_due
from server.visits.gate import (
    clock_flags,
    find_row,
    get_row,
    live_visit,
    note_write,
    open_visit,
    refuse_overwriting,
)
from server.visits.models import Visit
from server.visits.rows import same_visit, write
from server.visits.schemas import fact_of
from server.visits.timing.models import Correction, Pause, Segment, Untimed
from server.visits.timing.operations import corrections_of, effective, effective_segments, running_segments
from server.visits.timing.schemas import (
    CHANGES,
    LONGEST,
    PauseRecord,
    SegmentCorrect,
    SegmentStart,
    SegmentStop,
    UntimedRecord,
    UntimedRemove,
    check_span,
)
from server.visits.vocabulary import OVER_LONG, OVERLAPS_RUNNING, PERFORMER_CHANGED

Data = dict[str, Any]
_START = (
    "code", "performer", "started_at", "provenance", "zone", "offset_minutes", "page_run_id", "monotonic_ms",
)  # fmt: skip


def start_segment(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Start a segment. Another one of the same clinician that still runs is flagged, never closed here."""
    visit = open_visit(session, context, data["visit_id"], "/data/visit_id")
    known = find_row(session, context, Segment, mutation.entity)
    if known is not None:
        return Applied(_same_segment(known, context, data))
    flags = clock_flags(data["started_at"], context, mutation)
    if running_segments(session, context.clinician_id):
        flags.append(OVERLAPS_RUNNING)
    segment = Segment(
        id=mutation.entity,
        organization_id=context.organization_id,
        visit_id=visit.id,
        patient_id=visit.patient_id,
        clinician_id=context.clinician_id,
        clock_offset_ms=mutation.clock_offset_ms,
        flags=flags,
        created_at=context.now,
        **{name: data[name] for name in _START},
    )
    session.add(segment)
    note_write(session, context, mutation, segment, data)
    return Applied(segment)


def _same_segment(known: Segment, context: Context, data: Data) -> Segment:
    """Return the segment when it is the one that was sent; a recorded fact is not recorded otherwise."""
    stated = {"visit_id": data["visit_id"], "code": data["code"], "started_at": data["started_at"]}
    same = all(getattr(known, name) == value for name, value in stated.items())
    if not same or known.clinician_id != context.clinician_id:
        detail = "Correct it instead; what was recorded stays."
        raise Rejected("segment-exists", "The segment was recorded otherwise", detail, "/entity")
    return known


def stop_segment(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Close a segment. A closed one is never changed.

    A clock that was forgotten over a weekend is closed and flagged: a correction says when it really ended.
    """
    segment = get_row(session, context, Segment, mutation.entity)
    open_visit(session, context, segment.visit_id)
    if segment.ended_at is not None:
        if segment.ended_at == data["ended_at"]:
            return Applied(segment)
        raise Rejected("segment-closed", "The segment is already closed", "Correct its time.", "/entity")
    if data["ended_at"] <= segment.started_at:
        raise _impossible("A segment ends after it starts.")
    flags = clock_flags(data["ended_at"], context, mutation)
    if data["performer"] not in (None, segment.performer):
        flags.append(PERFORMER_CHANGED)
    if data["ended_at"] - segment.started_at >= LONGEST:
        flags.append(OVER_LONG)
    segment.flags = sorted({*segment.flags, *flags})
    segment.ended_at = data["ended_at"]
    segment.ended_because = data["because"]
    segment.pause_reason = data["pause_reason"]
    segment.end_provenance = data["provenance"]
    segment.end_page_run_id = data["page_run_id"]
    segment.end_monotonic_ms = data["monotonic_ms"]
    segment.end_clock_offset_ms = mutation.clock_offset_ms
    note_write(session, context, mutation, segment, data)
    return Applied(segment)


def correct_segment(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Add a correction, also after signing; the recorded segment stays."""
    segment = get_row(session, context, Segment, mutation.entity)
    visit = live_visit(session, context, segment.visit_id)
    correction = Correction(
        id=mutation.id,
        organization_id=context.organization_id,
        visit_id=visit.id,
        patient_id=visit.patient_id,
        segment_id=segment.id,
        by=context.clinician_id,
        at=_milliseconds(mutation.made_at),
        fact=fact_of(data, mutation.clock_offset_ms),
        created_at=context.now,
        **{name: data[name] for name in (*CHANGES, "remove", "reason", "note")},
    )
    counts = effective(segment, [*corrections_of(session, segment.id), correction])
    if counts.ended_at is not None and (correction.started_at or correction.ended_at):
        _check_span(counts.started_at, counts.ended_at)
    session.add(correction)
    session.flush()  # the date of a signed visit moves only beside its correction
    _move_date(session, visit, correction)
    mark_due(session, visit, context.now)
    changed = [name for name in (*CHANGES, "remove") if data[name]]
    note_write(session, context, mutation, correction, changed)
    return Applied(correction)


def record_pause(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Keep why a segment was paused; it does not make its time a corrected one."""
    segment = get_row(session, context, Segment, data["segment_id"], "/data/segment_id")
    visit = open_visit(session, context, segment.visit_id, "/data/segment_id")
    if segment.ended_because != "pause":
        raise Rejected("not-a-pause", "The segment was not paused", pointer="/data/segment_id")
    known = find_row(session, context, Pause, mutation.entity)
    if known is not None:
        return Applied(_same_pause(known, data))
    pause = Pause(
        id=mutation.entity,
        organization_id=context.organization_id,
        visit_id=visit.id,
        patient_id=visit.patient_id,
        by=context.clinician_id,
        created_at=context.now,
        **data,
    )
    session.add(pause)
    note_write(session, context, mutation, pause, data)
    return Applied(pause)


def _same_pause(known: Pause, data: Data) -> Pause:
    if (known.segment_id, known.reason) != (data["segment_id"], data["reason"]):
        raise Rejected("id-taken", "The id is already in use", pointer="/entity")
    return known


def _move_date(session: Session, visit: Visit, correction: Correction) -> None:
    """Let the date of service follow when the visit's first segment was put on another day."""
    counted = effective_segments(session, [visit.id])
    if correction.started_at is None or not counted or counted[0].id != correction.segment_id:
        return
    zone = time_zone_of(session, visit.organization_id, visit.clinic_id)
    day = counted[0].started_at.astimezone(ZoneInfo(zone)).date()
    if day != visit.date_of_service:
        visit.date_of_service = day


def record_untimed(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Record minutes of an untimed code, or record them otherwise."""
    visit = open_visit(session, context, data["visit_id"], "/data/visit_id")
    known = find_row(session, context, Untimed, mutation.entity)
    same_visit(known, visit)
    fields = {name: value for name, value in data.items() if name != "visit_id"}
    values = {**fields, "removed": False, "clinician_id": context.clinician_id}
    row = write(session, context, mutation, Untimed, known, visit, values)
    return Applied(row)


def remove_untimed(session: Session, context: Context, mutation: Mutation, _data: Data) -> Applied:
    """Take an untimed code out of the visit; the row stays and says so."""
    row = get_row(session, context, Untimed, mutation.entity)
    open_visit(session, context, row.visit_id)
    if not row.removed:
        refuse_overwriting(row, author_id=row.clinician_id, at=row.at, context=context, mutation=mutation)
        row.removed = True
        row.clinician_id = context.clinician_id
    note_write(session, context, mutation, row, ["removed"])
    return Applied(row)


def _check_span(started_at: datetime, ended_at: datetime) -> None:
    try:
        check_span(started_at, ended_at)
    except ValidationError as fault:
        raise _impossible(str(fault.messages[0])) from None


def _impossible(says: str) -> Rejected:
    return Rejected("impossible-time", "The times cannot be", says, "/data/ended_at")


def _milliseconds(instant: datetime) -> datetime:
    """Cut to what stands on the wire, so that corrections order alike on both sides."""
    return instant - timedelta(microseconds=instant.microsecond % 1000)


KINDS = (
    Kind("segment.start", SegmentStart, start_segment),
    Kind("segment.stop", SegmentStop, stop_segment),
    Kind("segment.correct", SegmentCorrect, correct_segment),
    Kind("pause.record", PauseRecord, record_pause),
    Kind("untimed.record", UntimedRecord, record_untimed),
    Kind("untimed.remove", UntimedRemove, remove_untimed),
)
