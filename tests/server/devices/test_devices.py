"""Enrolling a tablet, getting its key half again, and revoking it."""

import base64
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.access import ADMINISTRATOR, SUPERVISOR, NotSignedIn
from server.accounts.operations import NewClinician
from server.config import config_of
from server.db import db, transaction
from server.devices.models import Device
from server.devices.operations import (
    MOST_DEVICES,
    DeviceRevoked,
    DeviceUnknown,
    device_of_upload_token,
    require_device,
)
from tests.server.people import CHANGING, a_person, clinician, json_of, signed_in


@pytest.fixture
def person(app: Flask) -> NewClinician:
    """A therapist."""
    return a_person(app)


@pytest.fixture
def inside(app: Flask, person: NewClinician) -> FlaskClient:
    """The therapist's client."""
    return signed_in(app, person.clinician.email)


@pytest.fixture
def boss(app: Flask, person: NewClinician) -> FlaskClient:
    """The client of an administrator of the same organization."""
    with app.app_context(), transaction() as session:
        email = clinician(session, person.clinician.organization_id, ADMINISTRATOR).clinician.email
    return signed_in(app, email)


def enrol(client: FlaskClient, device_id: str, name: str = "Blue 3") -> Any:
    return client.post("/api/devices", json={"id": device_id, "name": name}, headers=CHANGING)


def revoke(client: FlaskClient, device_id: str) -> int:
    return client.post(f"/api/devices/{device_id}/revoke", json={}, headers=CHANGING).status_code


@pytest.mark.both_databases
def test_enrolling_gives_a_half_of_the_key_and_gives_the_same_one_again(inside: FlaskClient) -> None:
    device_id = str(uuid4())

    first, again = enrol(inside, device_id), enrol(inside, device_id, "Blue 4")

    assert first.status_code == again.status_code == 200
    assert json_of(first) == json_of(again)
    assert json_of(first)["id"] == device_id
    assert len(base64.urlsafe_b64decode(json_of(first)["server_half"] + "=")) == 32


def test_two_clinicians_on_one_tablet_have_halves_of_their_own(
    app: Flask, inside: FlaskClient, person: NewClinician
) -> None:
    with app.app_context(), transaction() as session:
        colleague = clinician(session, person.clinician.organization_id)
    device_id = str(uuid4())

    mine = enrol(inside, device_id).json
    theirs = enrol(signed_in(app, colleague.clinician.email), device_id).json

    assert mine["server_half"] != theirs["server_half"]
    assert mine["upload_token"] != theirs["upload_token"]


def test_the_half_is_sealed_in_the_database(app: Flask, inside: FlaskClient) -> None:
    half = enrol(inside, str(uuid4())).json["server_half"]

    with app.app_context():
        stored = db.session.query(Device).one().server_half

    raw = base64.urlsafe_b64decode(half + "=")
    assert half not in stored
    assert base64.b64encode(raw).decode() not in stored


def test_a_revoked_tablet_gets_its_half_never_again(
    app: Flask, boss: FlaskClient, person: NewClinician
) -> None:
    device_id = str(uuid4())
    enrol(signed_in(app, person.clinician.email), device_id)

    assert revoke(boss, device_id) == 204
    answer = enrol(signed_in(app, person.clinician.email), device_id)

    assert (answer.status_code, json_of(answer)["type"]) == (403, "/problems/device-revoked")
    assert "server_half" not in answer.get_data(as_text=True)


def test_a_revoked_tablet_may_still_upload_sealed_work(
    app: Flask, inside: FlaskClient, boss: FlaskClient, person: NewClinician
) -> None:
    device_id, secret = str(uuid4()), config_of(app).secret
    token = enrol(inside, device_id).json["upload_token"]
    revoke(boss, device_id)

    with app.app_context():
        session, mine = db.session(), person.clinician.id
        found = device_of_upload_token(session, secret, device_id=device_id, clinician_id=mine, token=token)
        assert found.revoked_at is not None
        with pytest.raises(NotSignedIn):
            device_of_upload_token(session, secret, device_id=device_id, clinician_id=mine, token="0" * 64)
        with pytest.raises(NotSignedIn):
            device_of_upload_token(session, secret, device_id=str(uuid4()), clinician_id=mine, token=token)


def test_what_a_request_needs_a_tablet_for(
    app: Flask, inside: FlaskClient, boss: FlaskClient, person: NewClinician
) -> None:
    device_id = str(uuid4())
    enrol(inside, device_id)

    with app.app_context():
        assert require_device(db.session(), person.clinician.id, device_id).name == "Blue 3"
        with pytest.raises(DeviceUnknown):
            require_device(db.session(), str(uuid4()), device_id)
    revoke(boss, device_id)
    with app.app_context(), pytest.raises(DeviceRevoked):
        require_device(db.session(), person.clinician.id, device_id)


def test_the_list_shows_the_organizations_tablets_and_whose_they_are(
    app: Flask, inside: FlaskClient, boss: FlaskClient, person: NewClinician
) -> None:
    used, revoked = str(uuid4()), str(uuid4())
    enrol(inside, used, "Blue 3")
    enrol(inside, revoked, "Blue 2")
    revoke(boss, revoked)
    enrol(signed_in(app, a_person(app).clinician.email), str(uuid4()))

    devices = json_of(boss.get("/api/devices"))["devices"]

    assert [device["id"] for device in devices] == [used, revoked]
    assert [device["revoked_at"] is None for device in devices] == [True, False]
    assert {device["clinician_name"] for device in devices} == {"Rowan Example"}
    assert "server_half" not in str(devices)


def test_a_tablet_of_another_organization_does_not_exist(app: Flask, inside: FlaskClient) -> None:
    device_id = str(uuid4())
    enrol(inside, device_id)
    stranger = signed_in(app, a_person(app, SUPERVISOR).clinician.email)

    assert revoke(stranger, device_id) == 404
    assert enrol(inside, device_id).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "x", "name": "Blue"},
        {"id": str(uuid4()).upper(), "name": "Blue"},
        {"id": f"{{{uuid4()}}}", "name": "Blue"},
        {"id": str(uuid4()), "name": ""},
        {"id": str(uuid4()), "name": "   "},
        {"id": str(uuid4()), "name": "x" * 61},
        {"id": str(uuid4()), "name": 3},
        {"id": str(uuid4()), "name": "Blue", "acked_n": 7},
        {"id": str(uuid4()), "name": "Blue", "clinician_id": str(uuid4())},
        [],
        "text",
        7,
    ],
)
def test_what_is_not_an_enrolment_is_refused(inside: FlaskClient, body: object) -> None:
    answer = inside.post("/api/devices", json=body, headers=CHANGING)

    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"


def test_nobody_enrols_tablets_without_end(inside: FlaskClient) -> None:
    taken = [enrol(inside, str(uuid4())).status_code for _ in range(MOST_DEVICES + 1)]

    assert taken == [200] * MOST_DEVICES + [409]
