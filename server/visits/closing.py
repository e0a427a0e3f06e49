"""What a tablet says of an appointment that does not become a visit; offline too."""

from typing import Any

from sqlalchemy.orm import Session

from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.schedule.models import Appointment
from server.schedule.operations import find_appointment
from server.visits.gate import not_on_caseload
from server.visits.lookups import find_visit, was_assigned
from server.visits.operations import close_appointment, reopen_appointment
from server.visits.schemas import AppointmentClose, AppointmentReopen

Data = dict[str, Any]


def close(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Say that an appointment was missed, cancelled, refused or held, and why."""
    appointment = _own_appointment(session, context, mutation)
    visit = find_visit(session, appointment.visit_id)
    if visit is not None and visit.status != "void":
        detail = "Void the visit if it was opened by mistake."
        raise Rejected("visit-began", "The visit has begun", detail, "/entity")
    told = (data["status"], data["reason"])
    if (appointment.closed_as, appointment.reason) == told:
        return Applied(appointment)
    _refuse_overruling(appointment, context, mutation)
    close_appointment(session, appointment, *told, by=context.clinician_id, now=context.now)
    return Applied(appointment)


def reopen(session: Session, context: Context, mutation: Mutation, _data: Data) -> Applied:
    """Expect the patient again: the closing was a mistake."""
    appointment = _own_appointment(session, context, mutation)
    if appointment.status != "scheduled":
        _refuse_overruling(appointment, context, mutation)
        reopen_appointment(session, appointment, by=context.clinician_id, now=context.now)
    return Applied(appointment)


def _own_appointment(session: Session, context: Context, mutation: Mutation) -> Appointment:
    appointment = find_appointment(session, context.organization_id, mutation.entity, lock=True)
    if appointment is None:
        raise Rejected("no-such-appointment", "There is no such appointment", pointer="/entity")
    moments = (context.now, appointment.starts_at)
    if not was_assigned(session, context.clinician_id, appointment.patient_id, *moments):
        raise not_on_caseload("/entity")
    return appointment


def _refuse_overruling(appointment: Appointment, context: Context, mutation: Mutation) -> None:
    """Raise Rejected when a colleague closed it since the tablet last saw it."""
    theirs = appointment.closed_by not in (None, context.clinician_id)
    if theirs and appointment.version > (mutation.base_version or 0):
        detail = "A colleague closed it meanwhile. Look at Today, then say it again if it is still true."
        raise Rejected("appointment-closed", "The appointment is already closed", detail, "/entity")


KINDS = (
    Kind("appointment.close", AppointmentClose, close),
    Kind("appointment.reopen", AppointmentReopen, reopen),
)
