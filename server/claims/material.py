"""What the service days of many dates are made of, read in a question a table however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.orm import Session

from server.claims.attestations import attestations_of_days, choices_of
from server.claims.models import Attestation, Choice, Procedure
from server.claims.procedures import procedures_of_days
from server.episodes.operations import episodes_by_id
from server.schedule.operations import appointments_of_days
from server.visits.operations import (
    EffectiveSegment,
    effective_segments,
    regions_of,
    treatments_by,
    untimed_of,
    visits_of_days,
)

if TYPE_CHECKING:
    from server.episodes.models import Episode
    from server.schedule.models import Appointment
    from server.visits.models import Visit
    from server.visits.of_days import Treatment
    from server.visits.timing.models import Untimed

PatientDay = tuple[str, date]


class OfVisit(Protocol):
    """A row that says which visit it belongs to."""

    @property
    def visit_id(self) -> str:
        """The visit's id."""


Row = TypeVar("Row", bound=OfVisit)


@dataclass(frozen=True)
class Material:
    """Rows by patient and date, or by visit, each list in its own order.

    `elsewhere` tells by clinician and date in which visits that clinician treated; with their segments.
    """

    visits: Mapping[PatientDay, Sequence["Visit"]]
    appointments: Mapping[PatientDay, Sequence["Appointment"]]
    episodes: Mapping[str, "Episode"]
    segments: Mapping[str, Sequence[EffectiveSegment]]
    untimed: Mapping[str, Sequence["Untimed"]]
    regions: Mapping[str, Mapping[str, set[str]]]
    procedures: Mapping[PatientDay, Sequence[Procedure]]
    attestations: Mapping[PatientDay, Sequence[Attestation]]
    choices: Mapping[str, Sequence[Choice]]
    elsewhere: Mapping[tuple[str, date], Sequence["Treatment"]]

    def closed(self, visit_ids: Iterable[str]) -> list[EffectiveSegment]:
        """Return the closed segments of visits as they count, by start."""
        found = [one for id_ in visit_ids for one in self.segments.get(id_, ()) if one.ended_at is not None]
        return sorted(found, key=lambda one: (one.started_at, one.id))


def read_material(session: Session, organization_id: str, days: Collection[PatientDay]) -> Material:
    """Read all that the service days of these patients and dates are made of."""
    visits = visits_of_days(session, days)
    live = [visit for of_day in visits.values() for visit in of_day if visit.status != "void"]
    ids = [visit.id for visit in live]
    appointments = appointments_of_days(session, organization_id, days)
    mentioned = {one.episode_id for one in live}
    mentioned |= {one.episode_id for of_day in appointments.values() for one in of_day}
    segments = effective_segments(session, ids)
    treating = {one.clinician_id for one in segments}
    elsewhere = treatments_by(session, organization_id, treating, {day for _, day in days})
    further = {one.visit_id for one in elsewhere} - set(ids)
    segments += effective_segments(session, further) if further else []
    return Material(
        visits=visits,
        appointments=appointments,
        episodes=episodes_by_id(session, mentioned),
        segments=by_visit(segments),
        untimed=by_visit(untimed_of(session, ids)),
        regions=regions_of(session, ids),
        procedures=procedures_of_days(session, days),
        attestations=attestations_of_days(session, days),
        choices=by_visit(choices_of(session, ids)),
        elsewhere=_by_clinician(elsewhere),
    )


def by_visit(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return rows by their visit; their order stays."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.visit_id].append(row)
    return found


def _by_clinician(rows: Iterable["Treatment"]) -> dict[tuple[str, date], list["Treatment"]]:
    found: dict[tuple[str, date], list[Treatment]] = defaultdict(list)
    for row in rows:
        found[row.clinician_id, row.day].append(row)
    return found
