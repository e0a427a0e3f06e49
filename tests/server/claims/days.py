"""A patient's day: visits are recorded and signed in a line each, then what is due is finalized."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Clinician
from server.claims.models import Line, Revision, ServiceDay
from server.claims.mutations import KINDS
from server.claims.operations import finalize_due
from server.db import db, transaction, uuid7
from server.mutation import Context, Mutation
from server.schedule.models import Appointment
from server.visits.models import Visit
from server.visits.operations import mark_due
from tests.server.makers import (
    NOW,
    Practice,
    make_appointment,
    make_intervention,
    make_segment,
    make_signature,
    make_untimed,
    make_visit,
)

MORNING = NOW - timedelta(hours=1)
LATER = NOW + timedelta(minutes=5)
Minutes = dict[str, int]


def nothing_follows(_session: Session, _visits: object, _now: datetime) -> None:
    """Let nothing follow a finalize."""


def revision_of(day: ServiceDay) -> dict[str, Any]:
    """Return the newest revision as it stands on the day."""
    assert day.revision is not None
    return day.revision


@dataclass
class Day:
    """What can happen to a patient on a day."""

    practice: Practice

    def detach(self) -> "Day":
        """Let its people be read after this application context has ended."""
        session, practice = db.session(), self.practice
        for row in (practice.organization, practice.pt, practice.pta, practice.patient, practice.episode):
            session.refresh(row)
        session.expunge_all()
        return self

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Change something, in a transaction."""
        with transaction() as session:
            yield session

    def visit(
        self,
        minutes: Minutes | None = None,
        *,
        by: Clinician | None = None,
        at: datetime = MORNING,
        appointment: Appointment | None = None,
        untimed: Minutes | None = None,
        regions: Sequence[str] = (),
        signed: bool = True,
        **changes: Any,
    ) -> str:
        """Record a visit with these minutes by code, one after the other, and sign it; return its id."""
        author = by or self.practice.pt
        with transaction() as session:
            if appointment is not None:
                changes |= {"id": appointment.visit_id, "appointment_id": appointment.id}
            visit = make_visit(session, self.practice.episode, author, started_at=at, **changes)
            self._treat(session, visit, author, minutes or {}, untimed or {}, regions)
            if signed:
                make_signature(session, visit, author)
            mark_due(session, visit, at)
            return visit.id

    def _treat(
        self,
        session: Session,
        visit: Visit,
        by: Clinician,
        minutes: Minutes,
        untimed: Minutes,
        regions: Sequence[str],
    ) -> None:
        start = visit.started_at
        for code, length in minutes.items():
            end = start + timedelta(minutes=length)
            performer = "assistant" if "assistant" in by.roles else "therapist"
            make_segment(session, visit, by, code=code, started_at=start, ended_at=end, performer=performer)
            more = {"regions": list(regions)} if regions else {}
            make_intervention(session, visit, by, code=code, **more)
            start = end
        for code, length in untimed.items():
            make_untimed(session, visit, by, code=code, minutes=length)

    def sign(self, visit_id: str) -> None:
        """Sign a visit that was left open."""
        with transaction() as session:
            visit = session.get_one(Visit, visit_id)
            make_signature(session, visit, session.get_one(Clinician, visit.started_by))
            mark_due(session, visit, LATER)

    def appointment(self, at: datetime, *clinicians: Clinician) -> Appointment:
        """Expect the patient."""
        with transaction() as session:
            ids = [one.id for one in clinicians]
            return make_appointment(session, self.practice.episode, starts_at=at, clinician_ids=ids)

    def say(self, kind: str, data: dict[str, Any], *, entity: str = "", by: Clinician | None = None) -> Any:
        """Apply a mutation of claims as sync does; return the row it touched."""
        author = by or self.practice.pt
        context = Context(
            author.organization_id, author.id, uuid7(), frozenset(author.roles), LATER, "America/New_York"
        )
        mutation = Mutation(uuid7(), 1, kind, 1, entity or uuid7(), None, (), LATER, 0)
        own = {one.name: one for one in KINDS}[kind]
        with transaction() as session, session.begin_nested():
            return own.handler(session, context, mutation, own.load(1, data)).row

    def finalize(self, now: datetime = NOW) -> ServiceDay:
        """Finalize what is due; return the one service day there is."""
        finalize_due(now, nothing_follows)
        return self.stored()

    def stored(self) -> ServiceDay:
        """Return the one service day there is, as it is stored."""
        db.session().rollback()
        return db.session().scalars(select(ServiceDay)).one()

    def revisions(self) -> list[Revision]:
        """Return all revisions, the oldest first."""
        return list(db.session().scalars(select(Revision).order_by(Revision.number)))

    def lines(self) -> list[tuple[str, int, list[str]]]:
        """Return the lines of the newest revision, as stored."""
        newest = self.revisions()[-1].id
        rows = db.session().scalars(select(Line).where(Line.revision_id == newest).order_by(Line.position))
        return [(row.code, row.units, row.modifiers) for row in rows]
