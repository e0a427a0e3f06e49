"""A push over real HTTP: readable by the browser alone, signed anew each time, never redirected."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from py_vapid import Vapid02

from server.notifications.payload import payload
from server.notifications.push import NullPusher, Outcome, WebPusher
from tests.server.notifications.push_service import Browser, PushService, push_service

NOW = datetime.now(UTC)


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service on this machine."""
    with push_service() as running:
        yield running


@pytest.fixture
def pusher() -> WebPusher:
    """A pusher with a key of its own."""
    key = Vapid02()
    key.generate_keys()
    return WebPusher(key, "mailto:operator@practice.example")


def send(pusher: WebPusher, endpoint: str, browser: Browser | None = None) -> Outcome:
    """Send one push."""
    keys = (browser or Browser()).keys
    return pusher.send({"endpoint": endpoint, "keys": keys}, payload(str(uuid4()), "visit-unsigned"), NOW)


def test_the_browser_reads_what_was_sent(service: PushService, pusher: WebPusher) -> None:
    browser = Browser()

    assert send(pusher, service.endpoint(), browser) is Outcome.SENT

    (got,) = service.got
    assert json.loads(browser.read(got.body))["kind"] == "visit-unsigned"
    assert b"visit-unsigned" not in got.body
    assert got.headers["content-encoding"] == "aes128gcm"
    assert int(got.headers["ttl"]) > 0


def test_every_push_is_of_one_length(service: PushService, pusher: WebPusher) -> None:
    for _ in range(3):
        send(pusher, service.endpoint())

    assert len({len(got.body) for got in service.got}) == 1


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(service: PushService, pusher: WebPusher, status: int) -> None:
    assert send(pusher, service.endpoint("/moved", status)) is Outcome.REFUSED

    assert [got.path for got in service.got] == ["/moved"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (400, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (413, Outcome.REFUSED),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
        (503, Outcome.LATER),
    ],
)
def test_a_status_says_what_becomes_of_the_subscription(
    service: PushService, pusher: WebPusher, status: int, outcome: Outcome
) -> None:
    assert send(pusher, service.endpoint(f"/{status}", status)) is outcome


def test_a_push_service_that_is_not_there_is_tried_later(pusher: WebPusher) -> None:
    with push_service() as gone:
        endpoint = gone.endpoint()

    assert send(pusher, endpoint) is Outcome.LATER


def test_claims_are_made_for_each_push_service(pusher: WebPusher) -> None:
    with push_service() as one, push_service() as other:
        for service in (one, other, one):
            send(pusher, service.endpoint())
        audiences = [got.claims["aud"] for got in (*one.got, *other.got)]
        expires = [got.claims["exp"] for got in one.got]

    assert audiences == [
        f"http://127.0.0.1:{one.port}",
        f"http://127.0.0.1:{one.port}",
        f"http://127.0.0.1:{other.port}",
    ]
    assert all(exp <= (NOW + timedelta(hours=12)).timestamp() for exp in expires)


def test_proxies_of_the_environment_are_not_used(
    service: PushService, pusher: WebPusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    assert send(pusher, service.endpoint()) is Outcome.SENT


def test_a_server_without_a_key_sends_nothing(service: PushService) -> None:
    subscription = {"endpoint": service.endpoint(), "keys": Browser().keys}

    assert NullPusher().send(subscription, payload(str(uuid4()), "visit-unsigned"), NOW) is Outcome.LATER
    assert service.got == []
