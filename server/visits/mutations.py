"""What a tablet may do to a visit itself; and the list of all kinds of changes that this domain owns."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.episodes.operations import find_episode
from server.mutation import Applied, Conflict, Context, Kind, Mutation, Rejected
from server.organizations.operations import has_clinic, time_zone_of
from server.patients.operations import find_patient
from server.schedule.models import Appointment
from server.schedule.operations import find_appointment
from server.visits import closing, moving
from server.visits.due import mark_due
from server.visits.gate import clock_flags, known_visit, not_on_caseload, note_write, open_visit, true_instant
from server.visits.kept import mutations as kept
from server.visits.lookups import find_visit, remember, was_assigned
from server.visits.models import Visit
from server.visits.plan import mutations as plan
from server.visits.record import mutations as record
from server.visits.schemas import VisitEnd, VisitPlace, VisitStart, VisitVoid, fact_of
from server.visits.signing import mutations as signing
from server.visits.timing import mutations as timing

Data = dict[str, Any]


def start_visit(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Open a visit. The second tablet that opens the same one finds it open and adds nothing."""
    appointment = _appointment(session, context, mutation, data)
    known = find_visit(session, mutation.entity)
    if known is not None:
        return Applied(_same_visit(session, context, known, data))
    true_start = true_instant(data["started_at"], mutation)
    _check_patient(session, context, data, true_start)
    clinic_id = _clinic_id(session, context, data, appointment)
    zone = time_zone_of(session, context.organization_id, clinic_id)
    visit = Visit(
        id=mutation.entity,
        organization_id=context.organization_id,
        patient_id=data["patient_id"],
        episode_id=data["episode_id"],
        appointment_id=data["appointment_id"],
        clinic_id=clinic_id,
        place_of_service=data["place_of_service"],
        started_at=data["started_at"],
        date_of_service=true_start.astimezone(ZoneInfo(zone)).date(),
        zone=zone,
        start_fact=fact_of(data, mutation.clock_offset_ms),
        status="open",
        started_by=context.clinician_id,
        flags=clock_flags(data["started_at"], context, mutation),
        created_at=context.now,
    )
    session.add(visit)
    session.flush()  # what follows in the batch refers to it
    remember(session, visit)
    mark_due(session, visit, context.now)  # a day that was final waits for this visit now
    note_write(session, context, mutation, visit, data)
    return Applied(visit)


def _appointment(session: Session, context: Context, mutation: Mutation, data: Data) -> Appointment | None:
    if data["appointment_id"] is None:
        return None
    pointer = "/data/appointment_id"
    appointment = find_appointment(session, context.organization_id, data["appointment_id"], lock=True)
    if appointment is None or appointment.patient_id != data["patient_id"]:
        raise Rejected("no-such-appointment", "There is no such appointment", pointer=pointer)
    if mutation.entity != appointment.visit_id:
        detail = "The id of an appointment's visit follows from the appointment's id."
        raise Rejected("visit-id-not-derived", "The visit has another id", detail, "/entity")
    return appointment


def _same_visit(session: Session, context: Context, known: Visit, data: Data) -> Visit:
    if known.organization_id != context.organization_id:
        raise Rejected("id-taken", "The id is already in use", pointer="/entity")
    known_visit(session, context, known.id)
    if (known.patient_id, known.episode_id) != (data["patient_id"], data["episode_id"]):
        raise Rejected("visit-exists", "The visit is another patient's or episode's", pointer="/entity")
    if known.status == "void":
        raise Rejected("visit-void", "The visit was voided", "Start a new visit.", "/entity")
    return known


def _check_patient(session: Session, context: Context, data: Data, began: datetime) -> None:
    pointer = "/data/patient_id"
    if find_patient(session, context.organization_id, data["patient_id"]) is None:
        raise Rejected("no-such-patient", "There is no such patient", pointer=pointer)
    if not was_assigned(session, context.clinician_id, data["patient_id"], context.now, began):
        raise not_on_caseload(pointer)
    episode = find_episode(session, context.organization_id, data["episode_id"])
    if episode is None or episode.patient_id != data["patient_id"]:
        raise Rejected("no-such-episode", "There is no such episode", pointer="/data/episode_id")


def _clinic_id(session: Session, context: Context, data: Data, appointment: Appointment | None) -> str | None:
    clinic_id: str | None = data["clinic_id"]
    if clinic_id is None:
        return appointment.clinic_id if appointment is not None else None
    if not has_clinic(session, context.organization_id, clinic_id):
        raise Rejected("no-such-clinic", "There is no such clinic", pointer="/data/clinic_id")
    return clinic_id


def end_visit(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Say when the visit ended; said again, it moves, unless a colleague said otherwise meanwhile."""
    visit = open_visit(session, context, mutation.entity)
    ended_at = data["ended_at"]
    if ended_at <= visit.started_at:
        raise Rejected(
            "impossible-time", "The times cannot be", "A visit ends after it starts.", "/data/ended_at"
        )
    if visit.ended_at not in (None, ended_at):
        _refuse_moving_a_colleagues_end(visit, context, mutation)
    visit.ended_at = ended_at
    visit.ended_by = context.clinician_id
    visit.end_fact = fact_of(data, mutation.clock_offset_ms)
    visit.flags = sorted({*visit.flags, *clock_flags(ended_at, context, mutation)})
    note_write(session, context, mutation, visit, data)
    return Applied(visit)


def _refuse_moving_a_colleagues_end(visit: Visit, context: Context, mutation: Mutation) -> None:
    changed_since = visit.version > (mutation.base_version or 0)
    if visit.ended_by is None or visit.ended_at is None or visit.ended_by == context.clinician_id:
        return
    if changed_since:
        raise Conflict(visit.version, visit.feed_data(), visit.ended_by, visit.ended_at)


def place_visit(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Say where the visit takes place, when the first tap took another place than the true one."""
    visit = open_visit(session, context, mutation.entity)
    if visit.place_of_service != data["place_of_service"]:
        visit.place_of_service = data["place_of_service"]
        note_write(session, context, mutation, visit, data)
    return Applied(visit)


def void_visit(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Void a visit, before or after signing. Everything in it stays; nothing in it is billed."""
    visit = known_visit(session, context, mutation.entity)
    if visit.status != "void":
        session.flush()  # what came before in the batch belongs to the visit as it was
        visit.status = "void"
        visit.void_reason = data["reason"]
        mark_due(session, visit, context.now)
    note_write(session, context, mutation, visit, ["status", "void_reason"])
    return Applied(visit)


KINDS = (
    Kind("visit.start", VisitStart, start_visit),
    Kind("visit.end", VisitEnd, end_visit),
    Kind("visit.void", VisitVoid, void_visit),
    Kind("visit.place", VisitPlace, place_visit),
    *closing.KINDS,
    *moving.KINDS,
    *kept.KINDS,
    *timing.KINDS,
    *record.KINDS,
    *plan.KINDS,
    *signing.KINDS,
)
