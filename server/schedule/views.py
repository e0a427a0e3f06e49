"""`/api/appointments`: who is expected on a day."""

from datetime import date
from typing import Any

from flask_smorest import Blueprint

from server.access import current
from server.db import db, transaction, utc_now
from server.patients.noting import note_reading
from server.patients.operations import visible_patients
from server.schedule import operations
from server.schedule.schemas import AppointmentsSchema, DaySchema

blueprint = Blueprint("appointments", __name__, url_prefix="/api/appointments", description="Schedule")


@blueprint.get("")
@blueprint.arguments(DaySchema, location="query")
@blueprint.response(200, AppointmentsSchema)
def show(query: dict[str, date]) -> dict[str, Any]:
    """List the day's appointments of the patients of whom the asker may know."""
    now = utc_now()
    patients = {patient.id: patient.name for patient in visible_patients(db.session(), current(), now)}
    on_day = operations.appointments_of_organization(db.session(), current().organization_id, query["date"])
    shown = [
        {"id": one.id, "version": one.version, "patient_name": patients[one.patient_id]} | one.feed_data()
        for one in on_day
        if one.patient_id in patients
    ]
    seen = [one.patient_id for one in on_day if one.patient_id in patients]
    with transaction() as session:  # nothing is shown that is not noted
        note_reading(session, current(), "appointment.list", "appointment", patients=seen, now=now)
    return {"appointments": shown}
