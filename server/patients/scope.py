"""What every row of a patient has: the patient, in whose scope it travels."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id
from server.feed.models import Fed


class OfPatient(Fed):
    """Mixin of a fed row that belongs to a patient."""

    patient_id: Mapped[str] = mapped_column(Id, ForeignKey("patient.id"))

    def feed_scope(self) -> str:
        """Whoever has the patient on the caseload gets the row."""
        return f"patient:{self.patient_id}"
