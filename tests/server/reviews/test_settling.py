"""What a request leaves due is finalized before its answer, without the job."""

from datetime import timedelta

import pytest
from flask import Flask

from server.db import transaction
from tests.server.claims.days import Day
from tests.server.makers import NOW, PASSWORD, make_practice
from tests.server.people import CHANGING, signed_in
from tests.server.reviews.conftest import Reviewed

MISSED = {"status": "missed", "reason": "Did not come."}


@pytest.fixture
def waiting(app: Flask) -> tuple[Day, str]:
    """A day that is held by an appointment of the afternoon, and the appointment's id."""
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
        day = Day(practice)
        afternoon = day.appointment(NOW + timedelta(hours=4), practice.pta)
        day.visit({"97112": 24})
        assert day.finalize().state == "held"
        return day.detach(), afternoon.id


def close(app: Flask, day: Day, appointment_id: str) -> int:
    """Say that the appointment was missed; return the answer's status."""
    client = signed_in(app, day.practice.pt.email, PASSWORD)
    path = f"/api/appointments/{appointment_id}/close"
    return client.post(path, json=MISSED, headers=CHANGING).status_code


def test_a_day_is_final_as_soon_as_its_last_appointment_is_closed(
    app: Flask, waiting: tuple[Day, str]
) -> None:
    day, appointment_id = waiting

    assert close(app, day, appointment_id) == 204

    with app.app_context():
        assert day.stored().state == "final"


def test_billing_that_breaks_afterwards_takes_nothing_back(
    app: Flask, waiting: tuple[Day, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    day, appointment_id = waiting
    monkeypatch.setattr("server.reviews.settling.settle_due", lambda _now: 1 / 0)

    assert close(app, day, appointment_id) == 204

    monkeypatch.undo()
    with app.app_context():
        assert day.stored().state == "held"
        assert day.finalize(NOW + timedelta(days=1)).state == "final"


def test_a_request_that_marks_nothing_settles_nothing(
    reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("server.reviews.settling.settle_due", asked.append)

    reviewed.client().get("/api/reviews")

    assert asked == []
