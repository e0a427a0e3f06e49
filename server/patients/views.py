"""`/api/patients`: the patients of whom the asker may know. Every page leaves a line in the audit."""

from typing import Any

from flask_smorest import Blueprint

from server.access import current, require_patient
from server.db import db, transaction, utc_now
from server.patients import operations
from server.patients.models import Patient
from server.patients.noting import note_reading
from server.patients.schemas import PatientPageSchema, PatientsSchema

blueprint = Blueprint("patients", __name__, url_prefix="/api/patients", description="Patients")


@blueprint.get("")
@blueprint.response(200, PatientsSchema)
def show() -> dict[str, Any]:
    """List the patients on the asker's caseload; a supervisor's or biller's list is the organization's."""
    now = utc_now()
    shown = [_shown(patient) for patient in operations.visible_patients(db.session(), current(), now)]
    seen = [patient["id"] for patient in shown]
    with transaction() as session:  # nothing is shown that is not noted
        note_reading(session, current(), "patient.list", "patient", patients=seen, now=now)
    return {"patients": shown}


@blueprint.get("/<patient_id>")
@blueprint.response(200, PatientPageSchema)
def show_one(patient_id: str) -> dict[str, Any]:
    """Show one patient; one who is not the asker's is not found."""
    now = utc_now()
    require_patient(db.session(), current(), patient_id, now)
    shown = {
        "patient": _shown(operations.get_patient(db.session(), current().organization_id, patient_id)),
        "care_team": operations.care_team(db.session(), patient_id, now),
    }
    with transaction() as session:  # nothing is shown that is not noted
        note_reading(session, current(), "patient.read", "patient", patient_id=patient_id, now=now)
    return shown


def _shown(patient: Patient) -> dict[str, Any]:
    return {"id": patient.id, "version": patient.version} | patient.feed_data()
