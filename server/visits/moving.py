"""Moving a visit that was recorded on the wrong patient: entered anew on the right one, the old one voided.

Every row comes under a new id with its author, its times and where they come from; corrections come with the
segment that they correct. What was signed, added after it or attested stays behind in the voided visit: it
was said about the other patient. Both visits name the other by its id alone.
"""

from typing import Any, Final

from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import uuid7
from server.mutation import Applied, Context, Deferred, Kind, Mutation, Rejected
from server.visits.due import mark_due
from server.visits.fields import identifier, line
from server.visits.gate import known_visit, note_write, open_visit
from server.visits.lookups import add_section, find_visit, sections_of
from server.visits.models import Visit
from server.visits.record.models import Intervention, Measure, Response, Section, section_id_of
from server.visits.schemas import Strict
from server.visits.timing.models import Correction, Pause, Segment, Untimed

Data = dict[str, Any]
Ids = dict[str, str]

MOST_ROWS = 400
Movable = Segment | Correction | Pause | Untimed | Intervention | Response | Measure
_OWN: Final = frozenset({"id", "version", "created_at", "deleted_at", "visit_id", "patient_id"})
# The order in which rows refer to each other.
_MOVED: Final[tuple[type[Movable], ...]] = (
    Segment, Correction, Pause, Untimed, Intervention, Response, Measure,
)  # fmt: skip


class NewId(Strict):
    """Which row becomes which."""

    old = identifier(required=True)
    new = identifier(required=True)


class VisitMove(Strict):
    """`visit.move`. `ids` are those that the tablet already shows; rows it does not know get one here."""

    to_visit_id = identifier(required=True)
    reason = line(least=1, required=True)
    ids = fields.List(fields.Nested(NewId), load_default=list, validate=validate.Length(max=MOST_ROWS))


def move_visit(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Enter all of a visit on another one and void it. Moved already: nothing happens twice."""
    old = known_visit(session, context, mutation.entity)
    if old.moved_to == data["to_visit_id"]:
        return Applied(old)
    if old.status == "void":
        raise Rejected("visit-void", "The visit was voided", "What is in it stays there.", "/entity")
    new = _target(session, context, old, data)
    _refuse_running(session, old)
    ids = {pair["old"]: pair["new"] for pair in data["ids"]}
    session.flush()  # what came before in the batch is moved too, and belongs to the visit as it was
    had_time = session.scalar(select(Segment.id).where(Segment.visit_id == new.id).limit(1)) is not None
    for model in _MOVED:
        _copy_all(session, context, model, old, new, ids)
    _move_sections(session, context, mutation, old, new)
    if not had_time:
        new.date_of_service = old.date_of_service  # corrected, it is not the day of the start
    new.moved_from = [*new.moved_from, old.id]
    session.flush()
    old.status, old.void_reason, old.moved_to = "void", data["reason"], new.id
    for visit in (old, new):
        mark_due(session, visit, context.now)
        note_write(session, context, mutation, visit, ["status", "moved_to", "moved_from"])
    return Applied(old)


def _target(session: Session, context: Context, old: Visit, data: Data) -> Visit:
    if find_visit(session, data["to_visit_id"]) is None:
        raise Deferred([data["to_visit_id"]])
    new = open_visit(session, context, data["to_visit_id"], "/data/to_visit_id")
    if new.patient_id == old.patient_id:
        raise Rejected("same-patient", "It is the same patient's visit", pointer="/data/to_visit_id")
    return new


def _refuse_running(session: Session, old: Visit) -> None:
    running = select(Segment.id).where(Segment.visit_id == old.id, Segment.ended_at.is_(None))
    if session.scalar(running.limit(1)) is not None:
        raise Rejected("clock-runs", "A clock runs in this visit", "Stop it, then move the visit.", "/entity")


def _copy_all(
    session: Session, context: Context, model: type[Movable], old: Visit, new: Visit, ids: Ids
) -> None:
    rows: list[Movable] = list(
        session.scalars(select(model).where(model.visit_id == old.id).order_by(model.id))
    )
    for row in rows:
        ids.setdefault(row.id, uuid7())
    new_ids = [ids[row.id] for row in rows]
    if session.scalar(select(model.id).where(model.id.in_(new_ids)).limit(1)) is not None:
        raise Rejected("id-taken", "The id is already in use", pointer="/data/ids")
    for row in rows:
        session.add(_copy(row, context, new, ids))
    session.flush()


def _copy(row: Movable, context: Context, new: Visit, ids: Ids) -> Movable:
    names = [column.key for column in row.__table__.columns if column.key not in _OWN]
    values: Data = {name: getattr(row, name) for name in names}
    for reference in ("segment_id", "intervention_id"):
        if reference in values:
            values[reference] = ids[values[reference]]
    if "goal_id" in values:
        values["goal_id"] = None  # goals are the other patient's own
    values.update(id=ids[row.id], visit_id=new.id, patient_id=new.patient_id, created_at=context.now)
    return type(row)(**values)


def _move_sections(session: Session, context: Context, mutation: Mutation, old: Visit, new: Visit) -> None:
    """Words join those that are there already: nobody's are replaced."""
    there = sections_of(session, new.id)
    for name, section in sorted(sections_of(session, old.id).items()):
        known = there.get(name)
        if known is None:
            add_section(session, _section(context, section, new))
        elif section.text and section.text not in known.text:
            known.text = f"{known.text}\n{section.text}".strip()
            known.by, known.at = context.clinician_id, mutation.made_at
            known.device_id = context.device_id


def _section(context: Context, section: Section, new: Visit) -> Section:
    return Section(
        id=section_id_of(new.id, section.section),
        organization_id=context.organization_id,
        visit_id=new.id,
        patient_id=new.patient_id,
        section=section.section,
        text=section.text,
        by=section.by,
        at=section.at,
        device_id=section.device_id,
        created_at=context.now,
    )


KINDS = (Kind("visit.move", VisitMove, move_visit),)
