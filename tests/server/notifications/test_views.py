"""The inbox and the subscription of a browser, over HTTP."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.db import db, transaction, uuid7
from server.notifications.models import Subscription
from server.notifications.operations import notify
from tests.server.makers import NOW, PASSWORD, make_clinician, make_organization
from tests.server.notifications.push_service import Browser, base64url, unpadded
from tests.server.people import CHANGING, json_of, signed_in

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def people(app: Flask) -> list[str]:
    """Two clinicians of one organization; the first has a notice. Returns their ids."""
    with app.app_context(), transaction() as session:
        organization = make_organization(session)
        ids = [make_clinician(session, organization, email=f"{n}@practice.example").id for n in "ab"]
        notify(
            session,
            organization_id=organization.id,
            clinician_id=ids[0],
            kind="review-returned",
            subject_id=uuid7(),
            once="once",
            now=NOW,
        )
    return ids


def client_of(app: Flask, name: str) -> FlaskClient:
    """Return a client in which one of them is signed in."""
    return signed_in(app, f"{name}@practice.example", PASSWORD)


def subscription(**changes: Any) -> dict[str, Any]:
    """Return what a browser sends."""
    return {"endpoint": ENDPOINT, "expirationTime": None, "keys": Browser().keys} | changes


def test_the_inbox_is_ones_own(app: Flask, people: list[str]) -> None:
    (notice,) = json_of(client_of(app, "a").get("/api/notifications"))["notifications"]

    assert (notice["kind"], notice["at"], notice["read"]) == (
        "review-returned",
        "2026-11-23T15:00:00.000Z",
        False,
    )
    assert json_of(client_of(app, "b").get("/api/notifications"))["notifications"] == []


def test_what_was_read_stays_read_and_only_by_its_owner(app: Flask, people: list[str]) -> None:
    mine, other = client_of(app, "a"), client_of(app, "b")
    notice_id = json_of(mine.get("/api/notifications"))["notifications"][0]["id"]

    for client, read in ((other, False), (mine, True)):
        answer = client.post("/api/notifications/read", json={"ids": [notice_id]}, headers=CHANGING)
        assert answer.status_code == 204
        assert json_of(mine.get("/api/notifications"))["notifications"][0]["read"] is read


def test_the_key_is_a_point_and_stays_the_same(app: Flask, people: list[str]) -> None:
    client = client_of(app, "a")
    keys = {json_of(client.get("/api/notifications/key"))["public_key"] for _ in range(2)}

    (key,) = keys
    assert len(unpadded(key)) == 65


def test_a_browser_subscribes_and_unsubscribes(app: Flask, people: list[str]) -> None:
    client, path = client_of(app, "a"), "/api/notifications/subscriptions"

    assert client.post(path, json=subscription(), headers=CHANGING).status_code == 204
    with app.app_context():
        assert db.session().query(Subscription).one().clinician_id == people[0]
    assert client.delete(path, json={"endpoint": ENDPOINT}, headers=CHANGING).status_code == 204
    with app.app_context():
        assert db.session().query(Subscription).count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://evil.example/x"},
        {"endpoint": "https://169.254.169.254/latest"},
        {"endpoint": ""},
        {"endpoint": 7},
        {"keys": {}},
        {"keys": {"p256dh": base64url(b"\x04" + bytes(64)), "auth": base64url(bytes(16))}},
        {"keys": {"p256dh": "%%%", "auth": base64url(bytes(16))}},
        {"keys": Browser().keys | {"auth": base64url(bytes(15))}},
        {"surprise": 1},
    ],
)
def test_a_malformed_or_hostile_subscription_is_refused(
    app: Flask, people: list[str], changes: dict[str, Any]
) -> None:
    answer = client_of(app, "a").post(
        "/api/notifications/subscriptions", json=subscription(**changes), headers=CHANGING
    )

    assert answer.status_code == 422
    with app.app_context():
        assert db.session().query(Subscription).count() == 0
