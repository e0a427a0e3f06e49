"""Every page of patients is noted before it is shown, and others may write while it is put together."""

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from server.access import SUPERVISOR
from server.db import db
from server.feed import commit
from tests.server.makers import NOW
from tests.server.test_access import House, make_house, signed_in

PAGES = (
    "/api/appointments", "/api/patients", "/api/patients/<>", "/api/patients/<>/episodes",
    "/api/quarantine/<>", "/api/reviews", "/api/reviews/<>", "/api/service-days", "/api/service-days/<>",
    "/api/service-days/<>/print", "/api/thresholds", "/api/thresholds/<>",
)  # fmt: skip
NOTING = ("organization_clock", "audit_row")


@pytest.fixture
def house(app: Flask) -> House:
    """A practice with something on every page."""
    return make_house(app)


def address(house: House, page: str) -> str:
    """Return the page's address."""
    return house.path(f"GET {page}") + f"?date={NOW.date()}" * (page == "/api/appointments")


@pytest.fixture
def writing(app: Flask) -> Iterator[list[str]]:
    """Collects the statements that run while nobody else can write."""
    statements: list[str] = []
    writes = [False]

    def collect(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            writes[0] = statement == "BEGIN IMMEDIATE"
        elif writes[0]:
            statements.append(statement)

    def ended(_connection: object) -> None:
        writes[0] = False

    with app.app_context():
        engine = db.engine
    listeners = (("before_cursor_execute", collect), ("commit", ended), ("rollback", ended))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    yield statements
    for name, listener in listeners:
        event.remove(engine, name, listener)


def test_only_the_note_is_written_under_the_lock(app: Flask, house: House, writing: list[str]) -> None:
    client = signed_in(app, house, SUPERVISOR)
    client.get("/api/session")  # notes that the session was used, once a minute
    for page in PAGES:
        writing.clear()

        assert client.get(address(house, page)).status_code == 200, page

        assert len(writing) == 3, page  # the clock forward, the line, the head
        assert all(any(table in statement for table in NOTING) for statement in writing), page


def test_what_cannot_be_noted_is_not_shown(app: Flask, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(app, house, SUPERVISOR)

    def fails(*_notes: Sequence[object]) -> str:
        raise OperationalError("INSERT", {}, Exception("the disk is full"))

    monkeypatch.setattr(commit, "_chain_writers", [fails])
    for page in PAGES:
        answer = client.get(address(house, page))

        assert answer.status_code == 503, page
        assert house.patient_id not in answer.get_data(as_text=True), page
        assert "Sample" not in answer.get_data(as_text=True), page
