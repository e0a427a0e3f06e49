"""The database itself refuses to change what is closed or signed, whoever asks."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from server.db import uuid7
from server.visits.models import Visit
from server.visits.record.models import Intervention, Measure, Response, Section
from server.visits.signing.models import Addendum, Signature
from server.visits.timing.models import Correction, Segment, Untimed
from tests.server.makers import (
    NOW,
    Practice,
    make_addendum,
    make_correction,
    make_intervention,
    make_measure,
    make_response,
    make_section,
    make_segment,
    make_signature,
    make_untimed,
    make_visit,
)

pytestmark = pytest.mark.both_databases
CLINICAL = (Segment, Untimed, Intervention, Response, Measure, Section)


def refused(session: Session, statement: UpdateBase) -> str:
    """Run a statement that the database must refuse; return its reason."""
    with pytest.raises(DBAPIError) as caught, session.begin_nested():
        session.connection().execute(statement)
    return str(caught.value.orig).splitlines()[0]


def fill(session: Session, practice: Practice, visit: Visit) -> None:
    """Put one row of everything into the visit."""
    make_correction(session, make_segment(session, visit, practice.pt), practice.pt)
    make_untimed(session, visit, practice.pt)
    make_response(session, make_intervention(session, visit, practice.pt), practice.pt)
    make_measure(session, visit, practice.pt)
    make_section(session, visit, practice.pt)


def test_signatures_addenda_and_corrections_are_append_only(
    session: Session, practice: Practice, visit: Visit
) -> None:
    fill(session, practice, visit)
    make_signature(session, visit, practice.pt)
    make_addendum(session, visit, practice.pt)

    for model, change in (
        (Signature, {"content": "x"}),
        (Signature, {"visit_id": visit.id}),
        (Addendum, {"text": "x"}),
        (Correction, {"reason": "other"}),
    ):
        assert "append-only" in refused(session, update(model).values(**change))
    for model in (Signature, Addendum, Correction):
        assert "append-only" in refused(session, delete(model))


def test_a_row_cannot_be_replaced_under_its_id(session: Session, practice: Practice, visit: Visit) -> None:
    signature = make_signature(session, visit, practice.pt)
    columns = {column.key: getattr(signature, column.key) for column in Signature.__table__.columns}
    replaced = insert(Signature).values({**columns, "content": "x"})
    if not _on_postgresql(session):
        replaced = replaced.prefix_with("OR REPLACE")

    with pytest.raises(DBAPIError), session.begin_nested():
        session.connection().execute(replaced)


def test_a_closed_segment_keeps_its_times(session: Session, practice: Practice, visit: Visit) -> None:
    segment = make_segment(session, visit, practice.pt)
    running = make_segment(session, visit, practice.pt, ended_at=None)
    mine = Segment.id == segment.id

    for change in (
        {"code": "97110"},
        {"ended_at": None},
        {"ended_at": NOW},
        {"clinician_id": practice.pta.id},
    ):
        assert "segment-closed" in refused(session, update(Segment).where(mine).values(**change))
    assert "segment-closed" in refused(session, delete(Segment).where(mine))
    session.execute(update(Segment).where(Segment.id == running.id).values(ended_at=NOW))


@pytest.mark.parametrize("status", ["signed", "void"])
def test_a_signed_or_void_visit_takes_no_clinical_rows(
    session: Session, practice: Practice, visit: Visit, status: str
) -> None:
    fill(session, practice, visit)
    other = make_visit(session, practice.episode, practice.pt)
    make_section(session, other, practice.pt)
    visit.status = status
    session.flush()

    for model in CLINICAL:
        mine = model.visit_id == visit.id
        row = session.connection().execute(model.__table__.select().where(mine)).mappings().one()
        assert "closed" in refused(session, insert(model).values({**row, "id": uuid7()}))
        assert "closed" in refused(session, update(model).where(mine).values(created_at=NOW))
        assert "closed" in refused(session, delete(model).where(mine))
    moved_in = update(Section).where(Section.visit_id == other.id).values(visit_id=visit.id)
    assert "visit-closed" in refused(session, moved_in)


def test_the_feeds_bookkeeping_may_follow(session: Session, practice: Practice, visit: Visit) -> None:
    fill(session, practice, visit)
    visit.status = "signed"
    session.flush()

    for model in CLINICAL:
        session.execute(update(model).where(model.visit_id == visit.id).values(version=model.version + 1))


def test_a_signed_visit_keeps_its_facts(session: Session, practice: Practice, visit: Visit) -> None:
    make_signature(session, visit, practice.pt)
    mine = update(Visit).where(Visit.id == visit.id)

    for change in (
        {"started_at": NOW},
        {"ended_at": NOW},
        {"patient_id": visit.patient_id},
        {"signed_at": None},
        {"date_of_service": NOW.date() + timedelta(days=1)},
        {"status": "open"},
    ):
        assert "visit-closed" in refused(session, mine.values(**change))
    assert "visit-closed" in refused(session, delete(Visit).where(Visit.id == visit.id))

    session.execute(mine.values(status="void", void_reason="Wrong patient"))
    assert "visit-closed" in refused(session, mine.values(status="signed"))


def test_a_date_moves_beside_its_correction(session: Session, practice: Practice, visit: Visit) -> None:
    make_correction(session, make_segment(session, visit, practice.pt), practice.pt)
    make_signature(session, visit, practice.pt)

    session.execute(update(Visit).where(Visit.id == visit.id).values(date_of_service=NOW.date()))


def test_every_fact_column_of_a_clinical_table_is_guarded(
    session: Session, practice: Practice, visit: Visit
) -> None:
    fill(session, practice, visit)
    visit.status = "signed"
    session.flush()

    for model in CLINICAL:
        mine = model.visit_id == visit.id
        for column in model.__table__.columns:
            if column.key == "version":
                continue
            same = update(model).where(mine).values({column.key: column})
            assert "closed" in refused(session, same), f"{model.__tablename__}.{column.key}"


def test_tables_of_record_cannot_be_emptied(session: Session, practice: Practice, visit: Visit) -> None:
    fill(session, practice, visit)
    make_signature(session, visit, practice.pt)
    make_addendum(session, visit, practice.pt)
    all_at_once = "TRUNCATE {} CASCADE" if _on_postgresql(session) else "DELETE FROM {}"

    for model in (*CLINICAL, Signature, Addendum, Correction):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(all_at_once.format(model.__tablename__)))


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def test_every_fact_column_of_a_signed_visit_is_guarded(
    session: Session, practice: Practice, visit: Visit
) -> None:
    make_signature(session, visit, practice.pt)
    may_change = {"version", "status", "void_reason", "date_of_service", "moved_to"}

    for column in Visit.__table__.columns:
        if column.key not in may_change:
            same = update(Visit).where(Visit.id == visit.id).values({column.key: column})
            assert "visit-closed" in refused(session, same), column.key


def test_where_a_visit_was_moved_to_is_said_once(session: Session, practice: Practice, visit: Visit) -> None:
    make_signature(session, visit, practice.pt)
    mine = update(Visit).where(Visit.id == visit.id)

    session.execute(mine.values(status="void", void_reason="Wrong patient", moved_to=uuid7()))

    assert "visit-closed" in refused(session, mine.values(moved_to=uuid7()))
    assert "visit-closed" in refused(session, mine.values(moved_to=None))
