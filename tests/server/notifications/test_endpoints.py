"""Pushes go to push services and nowhere else."""

import socket
from typing import Any

import pytest

from server.notifications.endpoints import EndpointRefused, check_endpoint, check_public

HOSTILE = (
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evil.example/fcm.googleapis.com",
    "https://evil.example/?fcm.googleapis.com",
    "https://evil.example#fcm.googleapis.com",
    "https://fcm.googleapis.com@evil.example/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://@fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:22/x",
    "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com:x/x",
    "https://fcm.googleapis.com\\@evil.example/x",
    "https://evil.example\\.push.apple.com/x",
    "https://push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://notify.windows.com/x",
    "https://xfcm.googleapis.com/x",
    "https://fcm.googleapis.com./x",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://[::1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://internal/x",
    "http://localhost:8097/api/session",
    "http://127.0.0.1/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//fcm.googleapis.com/x",
    "fcm.googleapis.com/x",
    "https:///x",
    "https://",
    "",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "https://fcm.googleapis.com/\x00",
    "https://fcm.googleapıs.com/x",
    "https://fcm.googleapis.com/" + "x" * 3000,
)


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_what_is_no_push_service_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused):
        check_endpoint(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://FCM.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:443/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
    ],
)
def test_push_services_are_taken(endpoint: str) -> None:
    assert check_endpoint(endpoint)


def test_the_operator_can_add_a_host() -> None:
    with pytest.raises(EndpointRefused):
        check_endpoint("https://push.new-browser.example/x")

    assert check_endpoint("https://push.new-browser.example/x", frozenset({"push.new-browser.example"}))


def test_loopback_is_for_tests_alone() -> None:
    assert check_endpoint("http://127.0.0.1:5000/x", loopback=True) == "127.0.0.1"
    with pytest.raises(EndpointRefused):
        check_endpoint("http://evil.example/x", loopback=True)
    with pytest.raises(EndpointRefused):
        check_endpoint("http://127.0.0.1@evil.example/x", loopback=True)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fd00::1"]
)
def test_a_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def leads(*_: object, **__: object) -> list[Any]:
        return [(0, 0, 0, "", ("142.250.74.10", 443)), (0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", leads)

    with pytest.raises(EndpointRefused):
        check_public("fcm.googleapis.com")


def test_a_public_name_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("142.250.74.10", 443))])

    check_public("fcm.googleapis.com")
