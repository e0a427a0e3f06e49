"""Whatever happens to caseloads, a tablet ends with exactly the rows of its caseload, as they are now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.db import db, transaction
from server.feed import Change
from server.patients.operations import caseload, find_patient
from server.sync import pull
from server.sync.cursor import Cursor
from server.sync.pull import Page, Reader, read_page
from server.sync.scope import Membership, owe
from tests.server.sync.clinic import Clinic, gain, lose, make_clinic

PATIENTS = 4


@dataclass(frozen=True)
class Step:
    """One thing that happens: to which patient, on pages of which size."""

    what: str
    patient: int
    limit: int


steps = st.lists(
    st.builds(
        Step,
        what=st.sampled_from(["gain", "lose", "write", "write", "page", "page", "lost answer"]),
        patient=st.integers(0, PATIENTS - 1),
        limit=st.integers(1, 4),
    ),
    max_size=25,
)


class Reading:
    """A tablet's rows and cursor, as pages leave them."""

    def __init__(self, app: Flask, clinic: Clinic) -> None:
        self.app, self.clinic = app, clinic
        self.reader = Reader(clinic.organization_id, clinic.people["ot"], None)
        self.cursor: Cursor | None = None
        self.rows: dict[str, tuple[str, int]] = {}

    def page(self, limit: int, *, lost: bool = False) -> Page:
        """Read a page; a lost one leaves everything as it was."""
        with self.app.app_context():
            page = read_page(db.session(), self.reader, self.cursor, limit, datetime.now(UTC))
        if not lost:
            self.cursor = page.cursor
            self.rows = {
                id_: row for id_, row in self.rows.items() if row[0].partition(":")[2] not in page.removed
            }
            for row in page.rows:
                if row.scope.startswith("patient:"):
                    self.rows[row.entity_id] = (row.scope, row.version)
        return page

    def to_the_end(self) -> None:
        """Read until nothing is left."""
        while self.page(3).has_more:
            pass


def expected(app: Flask, clinic: Clinic) -> dict[str, tuple[str, int]]:
    """Return the rows of the caseload as they stand in the feed."""
    with app.app_context():
        session = db.session()
        mine = caseload(session, clinic.people["ot"], datetime.now(UTC))
        scopes = [f"patient:{each}" for each in mine]
        rows = session.execute(
            select(Change.entity_id, Change.scope, Change.version).where(Change.scope.in_(scopes))
        )
        return {row.entity_id: (row.scope, row.version) for row in rows}


def happen(app: Flask, clinic: Clinic, reading: Reading, step: Step) -> None:
    """Let one thing happen."""
    patient_id = clinic.patients[step.patient].patient_id
    match step.what:
        case "gain":
            gain(app, clinic, "ot", patient_id)
        case "lose":
            lose(app, clinic, "ot", patient_id)
        case "write":
            with app.app_context(), transaction() as session:
                patient = find_patient(session, clinic.organization_id, patient_id)
                assert patient is not None
                patient.precautions = [*patient.precautions, "Falls"]
        case "page" | "lost answer":
            reading.page(step.limit, lost=step.what == "lost answer")


def run(app: Flask, happened: list[Step]) -> None:
    """Let everything happen, then pull to the end and compare."""
    clinic = make_clinic(app, patients=PATIENTS, parts=("ot",))
    reading = Reading(app, clinic)
    gain(app, clinic, "ot", clinic.patients[-1].patient_id)
    reading.to_the_end()  # its cursor is now beyond what the other patients had before
    for step in happened:
        happen(app, clinic, reading, step)
    reading.to_the_end()
    assert reading.rows == expected(app, clinic)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(happened=steps)
def test_a_tablet_ends_with_exactly_its_caseload(app: Flask, happened: list[Step]) -> None:
    run(app, happened)


@pytest.mark.both_databases
def test_a_patient_regained_in_the_middle_of_a_backfill(app: Flask) -> None:
    run(
        app,
        [
            Step("page", 0, 4),
            Step("page", 0, 4),
            Step("gain", 0, 1),
            Step("page", 0, 1),
            Step("lose", 0, 1),
            Step("write", 0, 1),
            Step("gain", 0, 1),
            Step("page", 0, 1),
        ],
    )


def forget_backfill(patch: pytest.MonkeyPatch) -> None:
    """Rows of gained patients that lie below the cursor never come."""
    patch.setattr("server.sync.pull.owe", lambda cursor, scope: _without_debt(*owe(cursor, scope)))


def forget_removal(patch: pytest.MonkeyPatch) -> None:
    """Lost patients are not named."""
    patch.setattr("server.sync.pull.owe", lambda cursor, scope: (owe(cursor, scope)[0], []))


def forget_the_rest_of_a_backfill(patch: pytest.MonkeyPatch) -> None:
    """A backfill that does not fit a page is taken for done."""
    real = pull._backfill

    def once(*arguments: Any) -> tuple[Any, Cursor]:
        rows, cursor = real(*arguments)
        return rows, replace(cursor, backfill=())

    patch.setattr(pull, "_backfill", once)


def serve_lost_patients(patch: pytest.MonkeyPatch) -> None:
    """The main stream goes on with patients who are off the caseload."""
    patch.setattr(Membership, "holds", lambda self, at: self.since <= at)


def _without_debt(cursor: Cursor, removed: list[str]) -> tuple[Cursor, list[str]]:
    return replace(cursor, backfill=()), removed


@pytest.mark.parametrize(
    "mutant", [forget_backfill, forget_removal, forget_the_rest_of_a_backfill, serve_lost_patients]
)
def test_the_property_notices(
    app: Flask, monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    mutant(monkeypatch)

    @settings(max_examples=60, phases=[Phase.generate], database=None)
    @given(happened=steps)
    def property_holds(happened: list[Step]) -> None:
        run(app, happened)

    with pytest.raises(AssertionError):
        property_holds()
