"""What every row of a visit has: the visit, beside the patient in whose scope it travels."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id
from server.patients.scope import OfPatient


class OfVisit(OfPatient):
    """Mixin of a row that belongs to a visit."""

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"))

    def feed_visit(self) -> dict[str, str]:
        """Return the two ids as they stand in the row's feed data."""
        return {"visit_id": self.visit_id, "patient_id": self.patient_id}
