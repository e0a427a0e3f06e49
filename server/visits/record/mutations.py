"""What a tablet may record: interventions, responses, measures, and the sections of the note."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import sha256_hex
from server.devices.operations import device_name
from server.episodes.operations import find_goal
from server.mutation import Applied, Conflict, Context, Kind, Mutation, Rejected
from server.visits.gate import find_row, get_row, note_write, open_visit, refuse_overwriting
from server.visits.lookups import add_section, sections_of
from server.visits.record.models import Intervention, Measure, Response, Section, section_id_of
from server.visits.record.schemas import (
    InterventionRecord,
    InterventionRemove,
    MeasureRecord,
    ResponseRecord,
    SectionEdit,
)
from server.visits.rows import same_visit, write

Data = dict[str, Any]


def record_intervention(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Record an intervention, or record it otherwise."""
    visit = open_visit(session, context, data["visit_id"], "/data/visit_id")
    if data["goal_id"] is not None and find_goal(session, visit.patient_id, data["goal_id"]) is None:
        raise Rejected("no-such-goal", "There is no such goal", pointer="/data/goal_id")
    known = find_row(session, context, Intervention, mutation.entity)
    same_visit(known, visit)
    values = {**_without(data, "visit_id"), "removed": False, "remove_reason": None}
    values["by"] = context.clinician_id
    return Applied(write(session, context, mutation, Intervention, known, visit, values))


def remove_intervention(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Take an intervention out of the note; the row stays and says so."""
    row = get_row(session, context, Intervention, mutation.entity)
    open_visit(session, context, row.visit_id)
    if not row.removed:
        refuse_overwriting(row, author_id=row.by, at=row.at, context=context, mutation=mutation)
        row.removed = True
        row.remove_reason = data["reason"]
        row.by = context.clinician_id
    note_write(session, context, mutation, row, ["removed"])
    return Applied(row)


def record_response(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Record the response to an intervention, or record it otherwise. There is one each."""
    pointer = "/data/intervention_id"
    intervention = get_row(session, context, Intervention, data["intervention_id"], pointer)
    visit = open_visit(session, context, intervention.visit_id, pointer)
    known = find_row(session, context, Response, mutation.entity)
    if known is None:
        _refuse_second(session, intervention.id)
    elif known.intervention_id != intervention.id:
        raise Rejected("another-intervention", "It is the response to another intervention", pointer=pointer)
    values = {**data, "by": context.clinician_id}
    return Applied(write(session, context, mutation, Response, known, visit, values))


def _refuse_second(session: Session, intervention_id: str) -> None:
    """Raise Conflict when a colleague's tablet recorded this intervention's response first."""
    first = session.scalar(select(Response).where(Response.intervention_id == intervention_id))
    if first is not None:
        raise Conflict(first.version, {"id": first.id, **first.feed_data()}, first.by, first.at)


def record_measure(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Record a measured value, or record it otherwise."""
    visit = open_visit(session, context, data["visit_id"], "/data/visit_id")
    known = find_row(session, context, Measure, mutation.entity)
    same_visit(known, visit)
    values = {**_without(data, "visit_id"), "by": context.clinician_id}
    return Applied(write(session, context, mutation, Measure, known, visit, values))


def edit_section(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Write a section of the note.

    Where the words stored are not those the clinician saw, and not those sent either, nothing is
    overwritten: the clinician gets both and decides.
    """
    visit = open_visit(session, context, mutation.entity)
    name, words = data["section"], data["text"]
    section = sections_of(session, visit.id).get(name)
    stored = section.text if section is not None else ""
    if section is not None and stored == words:
        return Applied(section)
    if sha256_hex(stored) != data["base_hash"] and section is not None:
        tablet = device_name(session, section.by, section.device_id) if section.device_id else None
        theirs = {"section": name, "text": stored, "tablet": tablet}
        raise Conflict(section.version, theirs, section.by, section.at)
    if section is None:
        section = Section(
            id=section_id_of(visit.id, name),
            organization_id=context.organization_id,
            visit_id=visit.id,
            patient_id=visit.patient_id,
            section=name,
            text=words,
            by=context.clinician_id,
            at=mutation.made_at,
            device_id=context.device_id,
            created_at=context.now,
        )
        add_section(session, section)
    else:
        section.text = words
        section.by = context.clinician_id
        section.at = mutation.made_at
        section.device_id = context.device_id
    note_write(session, context, mutation, section, [name])
    return Applied(section)


def _without(data: Data, *names: str) -> Data:
    return {name: value for name, value in data.items() if name not in names}


KINDS = (
    Kind("intervention.record", InterventionRecord, record_intervention),
    Kind("intervention.remove", InterventionRemove, remove_intervention),
    Kind("response.record", ResponseRecord, record_response),
    Kind("measure.record", MeasureRecord, record_measure),
    Kind("section.edit", SectionEdit, edit_section),
)
