"""What every row of a visit has: the visit, and the patient whose scope it travels in."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Id


class OfVisit:
    """Mixin of a row that belongs to a visit. The patient's id is kept in it: it is the feed scope."""

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"))
    patient_id: Mapped[str] = mapped_column(Id, ForeignKey("patient.id"))

    def feed_scope(self) -> str:
        """Whoever has the patient on the caseload gets the row."""
        return f"patient:{self.patient_id}"

    def feed_visit(self) -> dict[str, str]:
        """Return the two ids as they stand in the row's feed data."""
        return {"visit_id": self.visit_id, "patient_id": self.patient_id}
