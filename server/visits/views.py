"""`/api/appointments/<id>/close`: an appointment that will not become a visit."""

from flask_smorest import Blueprint

from server.access import current, require_patient
from server.db import transaction, utc_now
from server.problems import NotFound, Problem
from server.schedule.operations import find_appointment
from server.visits import operations
from server.visits.schemas import CloseAppointment

blueprint = Blueprint("visits", __name__, url_prefix="/api/appointments", description="Visits")


class VisitBegan(Problem):
    """The appointment is kept: its visit exists."""

    status = 409
    type = "/problems/visit-began"
    title = "The visit has begun"


@blueprint.post("/<appointment_id>/close")
@blueprint.arguments(CloseAppointment)
@blueprint.response(204)
def close(body: dict[str, str | None], appointment_id: str) -> None:
    """Say that an appointment was cancelled or missed: billing of that day no longer waits for it."""
    now = utc_now()
    with transaction() as session:
        actor = current()
        appointment = find_appointment(session, actor.organization_id, appointment_id, lock=True)
        if appointment is None:
            raise NotFound
        require_patient(session, actor, appointment.patient_id, now)
        visit = operations.find_visit(session, actor.organization_id, appointment.visit_id)
        if visit is not None and visit.status != "void":
            raise VisitBegan("Void the visit if it was opened by mistake.")
        operations.close_appointment(
            session, appointment, str(body["status"]), body["reason"], by=actor.clinician_id, now=now
        )
