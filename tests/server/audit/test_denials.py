"""What was refused stands in the chain, and nobody can write the chain full with it."""

import json
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from server.access import ADMINISTRATOR, BILLER, SUPERVISOR, THERAPIST
from server.audit import AuditRow
from server.audit.denials import ONE_BY_ONE
from server.audit.verify import verify_chain
from server.db import db
from tests.server.makers import NOW
from tests.server.test_access import House, make_house, signed_in


@pytest.fixture
def house(app: Flask) -> House:
    """A practice with somebody in each role."""
    return make_house(app)


def denied(app: Flask, house: House) -> list[tuple[str | None, list[str]]]:
    """Return what was refused: the id that was asked for, the route and the answer."""
    with app.app_context():
        rows = db.session().scalars(
            select(AuditRow).where(AuditRow.action == "denied").order_by(AuditRow.seq)
        )
        found = [(row.entity_id, json.loads(row.fields)) for row in rows]
        assert verify_chain(db.session(), house.organization_id).fault is None
        return found


@pytest.mark.both_databases
def test_asking_for_a_patient_of_others_and_for_what_a_role_may_not_is_noted(
    app: Flask, house: House
) -> None:
    signed_in(app, house, THERAPIST).get(f"/api/patients/{house.patient_id}")
    signed_in(app, house, ADMINISTRATOR).get(f"/api/reviews/{house.visit_id}")

    assert denied(app, house) == [
        (house.patient_id, ["GET /api/patients/<>", "404"]),
        (house.visit_id, ["GET /api/reviews/<>", "403"]),
    ]


def test_who_may_is_not_noted_as_refused_nor_who_is_not_signed_in(app: Flask, house: House) -> None:
    signed_in(app, house, SUPERVISOR).get(f"/api/reviews/{house.visit_id}")
    signed_in(app, house, BILLER).get("/api/nothing/here")
    app.test_client().get(f"/api/patients/{house.patient_id}")

    assert denied(app, house) == []


def test_what_is_no_id_does_not_reach_the_chain(app: Flask, house: House) -> None:
    signed_in(app, house, SUPERVISOR).get("/api/patients/Odessa%20Sample")

    assert denied(app, house) == [(None, ["GET /api/patients/<>", "404"])]


def test_trying_ids_by_the_hundred_leaves_a_line_that_there_were_more(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.audit.denials.utc_now", lambda: NOW)
    client = signed_in(app, house, SUPERVISOR)

    for _ in range(10 * ONE_BY_ONE):
        client.get(f"/api/patients/{uuid4()}")

    rows = denied(app, house)
    assert len(rows) == ONE_BY_ONE + 1
    assert rows[-1] == (None, ["more in this minute"])
    signed_in(app, house, BILLER).get(f"/api/patients/{uuid4()}")  # another session counts for itself
    assert len(denied(app, house)) == ONE_BY_ONE + 2
