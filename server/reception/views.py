"""`/api/reception`: taking in patients, and what to mind with them."""

from typing import Any

from flask_smorest import Blueprint

from server.access import current
from server.db import db, transaction, utc_now
from server.patients.models import Patient
from server.patients.noting import note_reading, note_whole_list
from server.patients.operations import patients_of
from server.reception import booking, operations
from server.reception.schemas import (
    Booked,
    BookingTold,
    PatientShown,
    PatientTold,
    PrecautionsTold,
    Reception,
)

blueprint = Blueprint("reception", __name__, url_prefix="/api/reception", description="The reception")


@blueprint.get("")
@blueprint.response(200, Reception)
def show() -> dict[str, Any]:
    """List the organization's patients, and what there is to choose from for a new one."""
    now, actor = utc_now(), current()
    patients = [_shown(one) for one in patients_of(db.session(), actor.organization_id)]
    shown = {"patients": patients, **operations.choices(db.session(), actor.organization_id, now)}
    with transaction() as session:  # nothing is shown that is not noted
        note_whole_list(session, actor, "reception.list", [one["id"] for one in patients], now)
    return shown


@blueprint.post("/patients")
@blueprint.arguments(PatientTold)
@blueprint.response(201, PatientShown)
def take_in(told: dict[str, Any]) -> dict[str, Any]:
    """Take in a patient: plan of care, payer, who treats, and the first appointment."""
    now, actor = utc_now(), current()
    with transaction() as session:
        patient = operations.take_in(session, actor.organization_id, told, actor.clinician_id, now)
    return {"patient": _shown(patient)}


@blueprint.post("/patients/<patient_id>/precautions")
@blueprint.arguments(PrecautionsTold)
@blueprint.response(200, PatientShown)
def change_precautions(told: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """Say anew what to mind with a patient; tablets show it first."""
    now, actor = utc_now(), current()
    with transaction() as session:
        patient = operations.change_precautions(
            session, actor.organization_id, patient_id, told, actor.clinician_id, now
        )
    return {"patient": _shown(patient)}


@blueprint.get("/patients/<patient_id>/appointments")
@blueprint.response(200, Booked)
def booked(patient_id: str) -> dict[str, Any]:
    """List a patient's plans of care and the appointments to come."""
    now, actor = utc_now(), current()
    shown = booking.booked(db.session(), actor.organization_id, patient_id, now)
    with transaction() as session:  # nothing is shown that is not noted
        note_reading(session, actor, "appointment.list", "appointment", patient_id=patient_id, now=now)
    return shown


@blueprint.post("/patients/<patient_id>/appointments")
@blueprint.arguments(BookingTold)
@blueprint.response(201, Booked)
def book(told: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """Make an appointment, or one in each of several weeks; whoever treats gets the patient."""
    now, actor = utc_now(), current()
    with transaction() as session:
        booking.book(session, actor.organization_id, patient_id, told, actor.clinician_id, now)
        session.flush()
        return booking.booked(session, actor.organization_id, patient_id, now)


def _shown(patient: Patient) -> dict[str, Any]:
    """Return as much of a patient as the reception needs."""
    return {
        "id": patient.id,
        "version": patient.version,
        "given_name": patient.given_name,
        "family_name": patient.family_name,
        "birth_date": patient.birth_date.isoformat(),
        "precautions": patient.precautions,
    }
