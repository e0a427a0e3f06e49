"""Reading what the visits of many dates hold, in a question each, for whoever bills them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from server.visits.models import Visit
from server.visits.record.models import Intervention
from server.visits.timing.models import Segment

PatientDay = tuple[str, date]
LIVE = ("open", "signed", "sign-again")


class Treatment(NamedTuple):
    """That a clinician timed treatment in a visit."""

    visit_id: str
    patient_id: str
    day: date
    clinician_id: str


def visits_of_days(session: Session, days: Collection[PatientDay]) -> dict[PatientDay, list[Visit]]:
    """Return the visits of each patient with that date of service, void ones too, by start."""
    asked = select(Visit).where(tuple_(Visit.patient_id, Visit.date_of_service).in_(list(days)))
    found: dict[PatientDay, list[Visit]] = defaultdict(list)
    for visit in session.scalars(asked.order_by(Visit.started_at, Visit.id)):
        found[visit.patient_id, visit.date_of_service].append(visit)
    return found


def visits_of_day(session: Session, patient_id: str, day: date) -> list[Visit]:
    """Return the patient's visits with that date of service, void ones too, by start."""
    return visits_of_days(session, [(patient_id, day)]).get((patient_id, day), [])


def treatments_by(
    session: Session, organization_id: str, clinician_ids: Collection[str], days: Collection[date]
) -> list[Treatment]:
    """Return in which visits of these dates the clinicians timed treatment; void visits are left out."""
    if not clinician_ids:
        return []
    asked = (
        select(Visit.id, Visit.patient_id, Visit.date_of_service, Segment.clinician_id)
        .join(Segment, Segment.visit_id == Visit.id)
        .where(
            Visit.organization_id == organization_id,
            Visit.status.in_(LIVE),
            Visit.date_of_service.in_(list(days)),
            Segment.clinician_id.in_(list(clinician_ids)),
        )
        .distinct()
    )
    return [Treatment(*row) for row in session.execute(asked)]


def regions_of(session: Session, visit_ids: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """Return the regions that were treated in each visit under each code, as recorded and not removed."""
    asked = select(Intervention.visit_id, Intervention.code, Intervention.regions).where(
        Intervention.visit_id.in_(list(visit_ids)), Intervention.removed.is_(False)
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for visit_id, code, regions in session.execute(asked):
        found[visit_id].setdefault(code, set()).update(regions)
    return found
