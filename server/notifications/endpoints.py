"""Which addresses a push may go to.

A subscription's endpoint comes from a browser, so it is a request to make this server call any address. Only
push services are called: https, the standard port, no name or password in the address, and a host that is
known or that the operator added. Asked when a subscription is saved and again before each send, since lists
change.

Hosts as browsers' push services used them in 2026 (web-push-libs/web-push issue 801).

>>> check_endpoint("https://fcm.googleapis.com/fcm/send/abc")
'fcm.googleapis.com'
>>> check_endpoint("https://fcm.googleapis.com.evil.example/abc")
Traceback (most recent call last):
...
server.notifications.endpoints.EndpointRefused: This is not an address of a known push service.
"""

import ipaddress
import socket
from typing import Final
from urllib.parse import SplitResult, urlsplit

HOSTS: Final = frozenset(
    {"fcm.googleapis.com", "android.googleapis.com", "updates.push.services.mozilla.com"}
)
SUFFIXES: Final = (".push.apple.com", ".notify.windows.com")
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_CHARACTERS: Final = 2048


class EndpointRefused(ValueError):
    """The address is not one that a push may go to."""


def check_endpoint(endpoint: str, also: frozenset[str] = frozenset(), *, loopback: bool = False) -> str:
    """Return the endpoint's host; raise EndpointRefused for what is not a push service.

    `also` are hosts that the operator added. `loopback` lets tests use plain http on this machine.
    """
    if len(endpoint) > MOST_CHARACTERS or not endpoint.isascii() or not endpoint.isprintable():
        raise EndpointRefused("The address is too long or holds characters that no address has.")
    parts, port = _parts(endpoint)
    host = (parts.hostname or "").lower()
    if loopback and host in LOOPBACK and parts.scheme == "http" and parts.username is None:
        return host
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc or "\\" in endpoint:
        raise EndpointRefused("A push goes to an https address without name, password or port.")
    if host in HOSTS or host in also or host.endswith(SUFFIXES):
        return host
    raise EndpointRefused("This is not an address of a known push service.")


def _parts(endpoint: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(endpoint)
        return parts, parts.port
    except ValueError:
        raise EndpointRefused("This is not an address.") from None


def check_public(host: str, *, loopback: bool = False) -> None:
    """Raise EndpointRefused if the name leads into a private network, OSError if it leads nowhere."""
    if loopback and host in LOOPBACK:
        return
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    if not all(ipaddress.ip_address(address[4][0]).is_global for address in found):
        raise EndpointRefused("The address leads into a private network.")
