"""What one transaction has looked up of visits: read and locked once, then kept until it ends.

A batch of fifty edits touches a handful of visits of one clinician. Kept beside the session, the visits,
their sections and the clinician's assignments cost two queries a visit, not three a mutation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, event, select
from sqlalchemy.orm import Session, SessionTransaction

from server.db.fresh import adopt, waits
from server.db.models import WorkSession
from server.feed.pending import add_new
from server.patients.operations import Assigned, memberships
from server.visits.models import Visit
from server.visits.record.models import Section

_KEY = "kinesync_visit_lookups"
# In the order of ids: two batches that want the same visits cannot wait for each other.
_VISITS = (
    select(Visit)
    .where(Visit.id.in_(bindparam("ids", expanding=True)))
    .order_by(Visit.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_SECTIONS = select(Section).where(Section.visit_id.in_(bindparam("ids", expanding=True)))


@dataclass
class Lookups:
    """Rows by id. Held here so that the session, which holds rows weakly, does not read them again."""

    transaction: SessionTransaction | None
    visits: dict[str, Visit] = field(default_factory=dict)
    sections: dict[str, dict[str, Section]] = field(default_factory=dict)  # of a visit, by name
    fresh: list[Section] = field(default_factory=list)  # of these, what the session does not know yet
    teams: dict[str, dict[str, list[Assigned]]] = field(default_factory=dict)  # of a clinician, by patient


def prefetch(session: Session, visit_ids: Iterable[str]) -> None:
    """Read and lock visits, and read their sections, in two queries; unknown ids are passed over."""
    wanted = sorted(set(visit_ids) - _lookups(session).visits.keys())
    if wanted:
        _read_visits(session, wanted)
        _read_sections(session, wanted)


def find_visit(session: Session, visit_id: str) -> Visit | None:
    """Return the visit, of whatever organization, its row locked until the end of the transaction.

    The lock (PostgreSQL) makes an edit and a signature of one visit take turns: nothing is signed that was
    not displayed, and no words slip in behind a signature.
    """
    known = _lookups(session).visits
    if visit_id not in known:
        _read_visits(session, [visit_id])
    return known.get(visit_id)


def remember(session: Session, visit: Visit) -> None:
    """Keep a visit that this transaction made."""
    lookups = _lookups(session)
    lookups.visits[visit.id] = visit
    lookups.sections[visit.id] = {}


def sections_of(session: Session, visit_id: str) -> dict[str, Section]:
    """Return the sections of a visit by name."""
    lookups = _lookups(session)
    if visit_id not in lookups.sections:
        _read_sections(session, [visit_id])
    if lookups.fresh and not waits(session):
        for section in lookups.fresh:
            adopt(session, section)
        lookups.fresh.clear()
    return lookups.sections[visit_id]


def add_section(session: Session, section: Section) -> None:
    """Add a new section of a visit whose sections were looked up; every column must be set."""
    lookups = _lookups(session)
    lookups.sections[section.visit_id][section.section] = section
    add_new(session, section)
    if waits(session):
        lookups.fresh.append(section)


def was_assigned(session: Session, clinician_id: str, patient_id: str, *instants: datetime) -> bool:
    """Say whether the patient was on the clinician's caseload at any of the instants."""
    teams = _lookups(session).teams
    if clinician_id not in teams:
        by_patient = teams[clinician_id] = {}
        for member in memberships(session, clinician_id):
            by_patient.setdefault(member.patient_id, []).append(member)
    mine = teams[clinician_id].get(patient_id, ())
    return any(member.covers(at) for member in mine for at in instants)


def _read_visits(session: Session, ids: list[str]) -> None:
    found = session.scalars(_VISITS, {"ids": ids})
    _lookups(session).visits.update({visit.id: visit for visit in found})


def _read_sections(session: Session, visit_ids: list[str]) -> None:
    known = _lookups(session).sections
    known.update({visit_id: {} for visit_id in visit_ids})
    for section in session.scalars(_SECTIONS, {"ids": visit_ids}):
        known[section.visit_id][section.section] = section


def _lookups(session: Session) -> Lookups:
    """Return what is kept for the present transaction; what an earlier one kept is forgotten."""
    transaction = session.get_transaction()
    kept = cast("Lookups | None", session.info.get(_KEY))
    if kept is None or kept.transaction is not transaction:
        kept = session.info[_KEY] = Lookups(transaction)
    return kept


@event.listens_for(WorkSession, "after_soft_rollback")
def _forget(session: Session, _transaction: SessionTransaction) -> None:
    # A rolled-back savepoint takes back the rows it made and the locks it took.
    session.info.pop(_KEY, None)
