"""An organization's own activities: told in words, fed to its tablets, retired and never deleted."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError
from werkzeug.test import TestResponse

from server.audit.models import AuditRow
from server.db import canonical, db, transaction
from server.feed import Change
from server.organizations.activities.models import Activity
from tests.server.people import CHANGING, a_person, signed_in

Told = dict[str, Any]
PEGS: Told = {
    "name": "Sorting pegs by the window",
    "group": "coordination",
    "codes": ["97112", "97530"],
    "fields": ["sets", "reps", "errors"],
}


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    """The browser of an administrator, who keeps the organization's list."""
    return signed_in(app, a_person(app, "administrator").clinician.email)


def tell(desk: FlaskClient, told: Told, way: str = "") -> TestResponse:
    return desk.post(f"/api/activities{way}", json=told, headers=CHANGING)


def told_of(answer: TestResponse) -> Told:
    assert answer.status_code in (200, 201), answer.get_json()
    activity: Told = answer.get_json()["activity"]
    return activity


def listed(desk: FlaskClient) -> list[Told]:
    activities: list[Told] = desk.get("/api/activities").get_json()["activities"]
    return activities


def fed(app: Flask, activity_id: str) -> Change:
    with app.app_context():
        return db.session.scalars(select(Change).where(Change.entity_id == activity_id)).one()


def audited(app: Flask) -> list[tuple[str, list[str]]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq))
        return [(row.action, json.loads(row.fields)) for row in rows if row.action.startswith("activity.")]


@pytest.mark.both_databases
def test_what_is_added_goes_to_every_tablet_of_the_organization(app: Flask, desk: FlaskClient) -> None:
    made = told_of(tell(desk, {**PEGS, "name": "  Sorting  pegs by the window "}))

    change = fed(app, made["id"])

    assert change.scope == "organization"
    assert change.data == canonical({**PEGS, "changed_at": made["changed_at"], "retired_at": None})
    assert [one["name"] for one in listed(desk)] == [PEGS["name"]]
    assert audited(app) == [("activity.add", ["name", "group", "codes", "fields"])]


def test_a_change_is_fed_and_noted_by_the_names_of_what_changed(app: Flask, desk: FlaskClient) -> None:
    made = told_of(tell(desk, PEGS))

    changed = told_of(tell(desk, {**PEGS, "codes": ["97112"], "version": made["version"]}, f"/{made['id']}"))
    same = told_of(tell(desk, {**PEGS, "codes": ["97112"], "version": changed["version"]}, f"/{made['id']}"))

    assert (changed["codes"], changed["version"]) == (["97112"], made["version"] + 1)
    assert same == changed
    assert fed(app, made["id"]).version == changed["version"]
    assert audited(app)[1:] == [("activity.change", ["codes"])]


@pytest.mark.both_databases
def test_who_had_an_older_version_before_them_changes_nothing(desk: FlaskClient) -> None:
    made = told_of(tell(desk, PEGS))
    told_of(tell(desk, {**PEGS, "name": "Pegs in a row", "version": made["version"]}, f"/{made['id']}"))

    late = tell(desk, {**PEGS, "codes": ["97530"], "version": made["version"]}, f"/{made['id']}")

    assert (late.status_code, late.get_json()["type"]) == (409, "/problems/activity-changed")
    assert listed(desk)[0]["name"] == "Pegs in a row"


def test_a_retired_activity_stays_and_can_be_taken_back(app: Flask, desk: FlaskClient) -> None:
    made = told_of(tell(desk, PEGS))
    way = f"/{made['id']}"

    retired = told_of(tell(desk, {}, f"{way}/retire"))
    again = told_of(tell(desk, {}, f"{way}/retire"))

    assert retired["retired_at"] is not None
    assert again == retired
    assert not fed(app, made["id"]).deleted
    refused = tell(desk, {**PEGS, "version": retired["version"]}, way)
    assert refused.get_json()["type"] == "/problems/activity-retired"
    assert told_of(tell(desk, {}, f"{way}/take-back"))["retired_at"] is None
    assert [action for action, _ in audited(app)] == ["activity.add", "activity.retire", "activity.take-back"]


@pytest.mark.both_databases
def test_the_database_refuses_to_delete_one(app: Flask, desk: FlaskClient) -> None:
    told_of(tell(desk, PEGS))

    with (
        app.app_context(),
        pytest.raises(DatabaseError, match="retired, not deleted"),
        transaction() as session,
    ):
        session.execute(delete(Activity))


def test_of_one_name_there_is_one_activity(desk: FlaskClient) -> None:
    made = told_of(tell(desk, PEGS))
    other = told_of(tell(desk, {**PEGS, "name": "Marbles"}))

    def refusal(told: Told, way: str = "") -> tuple[int, str, str]:
        answer = tell(desk, told, way)
        problem = answer.get_json()
        return answer.status_code, problem["pointer"], problem["detail"]

    assert refusal({**PEGS, "name": "sorting PEGS  by the window"}) == (409, "/name", "It is in your list.")
    ships = (409, "/name", "It is in the library that ships.")
    assert refusal({**PEGS, "name": "baps board"}) == ships
    assert refusal({**PEGS, "name": "PNF", "version": other["version"]}, f"/{other['id']}") == ships
    tell(desk, {}, f"/{made['id']}/retire")
    retired = (409, "/name", "It is in your list, retired: take it back.")
    assert refusal({**PEGS, "version": other["version"]}, f"/{other['id']}") == retired


WRONG: list[tuple[Told, str, str]] = [
    ({"name": "ab"}, "name", "3 to 80 characters"),
    ({"name": "x" * 81}, "name", "3 to 80 characters"),
    ({"name": "2 × 10"}, "name", "in words"),
    ({"name": "Pegs\nand more"}, "name", "one line"),
    ({"name": 7}, "name", "string"),
    ({"group": "pegs"}, "group", "one of the groups"),
    ({"codes": []}, "codes", "at least one code"),
    ({"codes": ["97161"]}, "codes", "timed code"),
    ({"codes": ["97112", "97112"]}, "codes", "once"),
    ({"fields": []}, "fields", "at least one field"),
    ({"fields": ["grip"]}, "fields", "field of the dose"),
    ({"cost": 1}, "cost", "Unknown"),
]


def test_what_cannot_be_is_refused_in_words(desk: FlaskClient) -> None:
    for change, field, says in WRONG:
        answer = tell(desk, {**PEGS, **change})

        assert answer.status_code == 422
        assert says in str(answer.get_json()["errors"]["json"][field]), change
    assert listed(desk) == []
