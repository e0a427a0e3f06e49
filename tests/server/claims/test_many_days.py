"""Many service days at once: a question a table, whatever their number, and each day on its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from server.claims import gathering
from server.claims.models import Line, Revision, ServiceDay
from server.claims.operations import finalize_due
from server.db import db, transaction
from server.visits.models import BillingDue, Visit
from tests.server.claims.days import LATER, nothing_follows
from tests.server.claims.many_days import fill
from tests.server.makers import NOW

DAYS = 60
STATEMENTS_A_HUNDRED_DAYS = 200


@pytest.fixture
def many(app: Flask) -> Iterator[None]:
    """Sixty service days of thirty patients, on two dates, that wait to be finalized."""
    with app.app_context():
        with transaction() as session:
            fill(session, DAYS, patients=30)
        yield


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    statements: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", collect)
    yield statements
    event.remove(db.engine, "before_cursor_execute", collect)


def how_many(model: type[ServiceDay] | type[Revision] | type[Line] | type[BillingDue]) -> int:
    """Count the rows of a table."""
    db.session().rollback()
    return db.session().scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.both_databases
def test_a_hundred_days_take_few_statements_and_each_day_its_lines(many: None) -> None:
    with counted() as statements:
        finalize_due(NOW, nothing_follows)

    assert len(statements) * 100 / DAYS < STATEMENTS_A_HUNDRED_DAYS
    assert (how_many(ServiceDay), how_many(Revision), how_many(BillingDue)) == (DAYS, DAYS, 0)
    for row in db.session().scalars(select(ServiceDay)):
        asked = select(Line.code).join(Revision, Revision.id == Line.revision_id)
        stored = list(db.session().scalars(asked.where(Revision.service_day_id == row.id)))
        assert row.revision is not None
        assert sorted(stored) == sorted(line["code"] for line in row.revision["result"]["lines"])


def test_the_second_date_counts_what_the_first_has_used(many: None) -> None:
    finalize_due(NOW, nothing_follows)

    first, second = (
        {row.patient_id: row.revision["result"]["threshold"] for row in rows if row.revision}
        for rows in by_date()
    )
    for patient_id, counted_on in second.items():
        before = first[patient_id]
        assert counted_on["own_days"] == [{"date_of_service": "2026-03-02", "cents": before["day_cents"]}]
        assert counted_on["used_cents"] == 50_000 + before["day_cents"]


def by_date() -> tuple[list[ServiceDay], list[ServiceDay]]:
    """Return the service days of the first date and of the second."""
    db.session().rollback()
    rows = db.session().scalars(select(ServiceDay).order_by(ServiceDay.date_of_service)).all()
    return list(rows[:30]), list(rows[30:])


@pytest.mark.both_databases
def test_a_date_that_breaks_holds_up_no_other_and_stays_due(
    many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gathering.gather
    patients: list[str] = []

    def breaks_for_the_first(material: object, setting: object, patient_id: str, day: object) -> object:
        patients.append(patient_id)
        if patient_id == patients[0]:
            raise ZeroDivisionError
        return whole(material, setting, patient_id, day)  # type: ignore[arg-type]

    monkeypatch.setattr("server.claims.finalizing.gather", breaks_for_the_first)
    finalize_due(NOW, nothing_follows)

    assert (how_many(ServiceDay), how_many(BillingDue)) == (DAYS - 2, 2)

    monkeypatch.undo()
    finalize_due(LATER, nothing_follows)
    assert (how_many(ServiceDay), how_many(BillingDue)) == (DAYS, 0)


def test_whoever_waits_for_an_answer_waits_for_the_newest_only(many: None) -> None:
    assert finalize_due(NOW, nothing_follows, newest=10) == 10

    left = db.session().scalar(select(func.max(BillingDue.since)))
    done = db.session().scalar(select(func.min(Visit.started_at)).where(Visit.id.in_(visits_done())))
    assert left is not None
    assert done is not None
    assert left < done


def visits_done() -> list[str]:
    """Return the visits whose days were finalized."""
    db.session().rollback()
    return [visit_id for row in db.session().scalars(select(ServiceDay)) for visit_id in row.visit_ids]
