"""Sessions end on the server: by sign-out, idleness, age, another password, a revoked tablet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.access import SUPERVISOR, THERAPIST
from server.accounts.operations import NewClinician, change_password, change_roles, deactivate
from server.app import create_app
from server.audit import AuditRow
from server.config import Config
from server.db import db, transaction
from tests.server.people import (
    CHANGING,
    HASHED,
    a_person,
    clinician,
    json_of,
    organization,
    sign_in,
    signed_in,
)


@pytest.fixture
def person(app: Flask) -> NewClinician:
    """Somebody who can sign in."""
    return a_person(app)


@pytest.fixture
def inside(app: Flask, person: NewClinician) -> FlaskClient:
    """A client in which the person is signed in."""
    return signed_in(app, person.clinician.email)


class Clock:
    """The views' clock, moved by the test."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until it is moved."""
    clock = Clock()
    monkeypatch.setattr("server.accounts.views.utc_now", clock)
    return clock


def status(client: FlaskClient) -> int:
    return client.get("/api/session").status_code


def cookie_value(client: FlaskClient) -> str:
    cookie = client.get_cookie("sid")
    assert cookie is not None
    return cookie.value


def replay(app: Flask, value: str) -> int:
    """Return how a request with a copied cookie is answered."""
    thief = app.test_client()
    thief.set_cookie("sid", value)
    return status(thief)


def test_without_a_session_one_is_not_signed_in(client: FlaskClient) -> None:
    answer = client.get("/api/session")

    assert (answer.status_code, json_of(answer)["type"]) == (401, "/problems/not-signed-in")


@pytest.mark.both_databases
def test_signing_out_makes_a_copied_cookie_worthless(app: Flask, inside: FlaskClient) -> None:
    copied = cookie_value(inside)

    assert inside.delete("/api/session", headers=CHANGING).status_code == 204
    assert inside.get_cookie("sid") is None
    assert replay(app, copied) == 401


def test_signing_out_may_name_the_type_of_a_body_that_it_does_not_send(inside: FlaskClient) -> None:
    answer = inside.delete("/api/session", headers=CHANGING, content_type="application/json")

    assert answer.status_code == 204


def test_a_session_that_somebody_planted_is_not_taken_over(app: Flask, person: NewClinician) -> None:
    victim = app.test_client()
    victim.set_cookie("sid", "planted")

    sign_in(victim, person.clinician.email)

    assert cookie_value(victim) != "planted"
    assert replay(app, "planted") == 401


def test_signing_in_again_ends_the_session_before(
    app: Flask, inside: FlaskClient, person: NewClinician
) -> None:
    former = cookie_value(inside)

    sign_in(inside, person.clinician.email)

    assert replay(app, former) == 401
    assert status(inside) == 200


def test_a_session_ends_after_an_hour_without_a_request(clock: Clock, inside: FlaskClient) -> None:
    clock.now += timedelta(minutes=59)
    assert status(inside) == 200
    clock.now += timedelta(minutes=59)
    assert status(inside) == 200
    clock.now += timedelta(minutes=60)

    assert status(inside) == 401


def test_a_session_ends_after_twelve_hours_however_busy(clock: Clock, inside: FlaskClient) -> None:
    for _ in range(23):
        clock.now += timedelta(minutes=30)
        assert status(inside) == 200
    clock.now += timedelta(minutes=30)

    assert status(inside) == 401


def test_use_is_noted_at_most_once_a_minute(app: Flask, clock: Clock, inside: FlaskClient) -> None:
    from server.accounts.models import SignIn

    def last_seen() -> datetime:
        with app.app_context():
            return db.session.query(SignIn).one().last_seen_at

    began = last_seen()
    clock.now += timedelta(seconds=59)
    status(inside)
    assert last_seen() == began
    clock.now += timedelta(seconds=1)
    status(inside)
    assert last_seen() == clock.now


def test_another_password_other_roles_or_a_closed_account_end_every_session(
    app: Flask, person: NewClinician
) -> None:
    now = datetime.now(UTC)
    changes: list[Callable[[Session], None]] = [
        lambda session: change_password(session, person.clinician.id, HASHED, now),
        lambda session: change_roles(session, person.clinician.id, [THERAPIST, SUPERVISOR], now),
        lambda session: deactivate(session, person.clinician.id, now),
    ]
    for change in changes:
        clients = [signed_in(app, person.clinician.email) for _ in range(2)]
        with app.app_context(), transaction() as session:
            change(session)
        assert [status(client) for client in clients] == [401, 401]


def test_signing_in_failing_and_signing_out_are_audited(app: Flask, person: NewClinician) -> None:
    client = app.test_client()
    sign_in(client, person.clinician.email, "wrong")
    sign_in(client, person.clinician.email)
    client.delete("/api/session", headers=CHANGING)

    with app.app_context():
        rows = db.session.query(AuditRow).order_by(AuditRow.seq).all()

    assert [row.action for row in rows][-3:] == ["sign-in.failed", "sign-in", "sign-out"]
    assert {row.entity_id for row in rows[-3:]} == {person.clinician.id}


@pytest.mark.parametrize(
    ("origin", "name", "secure"),
    [("http://localhost:8097", "sid", False), ("https://kinesync.example", "__Host-sid", True)],
)
def test_one_decision_makes_cookie_and_hsts_agree(
    config: Config, origin: str, name: str, secure: bool
) -> None:
    app = create_app(replace(config, public_origin=origin))
    with app.app_context(), transaction() as session:
        email = clinician(session, organization(session).id).clinician.email

    answer = sign_in(app.test_client(), email)
    cookie = answer.headers["Set-Cookie"]
    flags = {part.strip().split("=")[0] for part in cookie.split(";")[1:]}

    assert cookie.startswith(f"{name}=")
    assert ("Secure" in flags) == secure
    assert {"HttpOnly", "SameSite", "Path"} <= flags
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in flags
    assert ("Strict-Transport-Security" in answer.headers) == secure
    with app.app_context():
        db.engine.dispose()


def test_a_revoked_tablet_is_told_so_at_its_next_request(
    app: Flask, inside: FlaskClient, person: NewClinician
) -> None:
    device_id = str(uuid4())
    inside.post("/api/devices", json={"id": device_id, "name": "Blue 3"}, headers=CHANGING)
    with app.app_context(), transaction() as session:
        boss = clinician(session, person.clinician.organization_id, "administrator")
    administrator = signed_in(app, boss.clinician.email)

    revoked = administrator.post(f"/api/devices/{device_id}/revoke", json={}, headers=CHANGING)
    answer = inside.get("/api/session")

    assert revoked.status_code == 204
    assert (answer.status_code, json_of(answer)["type"]) == (401, "/problems/device-revoked")
