"""Sending one push, behind a Protocol so that tests and offline servers can do without.

Source: RFC 8030 §5.2 and §7.3, RFC 8292 §2.
"""

from datetime import datetime
from enum import Enum
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from py_vapid import Vapid02

CLAIM_SECONDS: Final = 11 * 60 * 60  # RFC 8292 allows 24 h; push services with a fast clock refused those


class Outcome(Enum):
    """What became of a push."""

    SENT = "sent"
    GONE = "gone"  # forget the subscription
    REFUSED = "refused"  # our key or our address is wrong: stop, and tell the operator
    LATER = "later"


class Pusher(Protocol):
    """Something that can send a push."""

    def send(self, subscription: dict[str, Any], payload: bytes, now: datetime) -> Outcome:
        """Send the payload to the subscription, `{"endpoint", "keys"}`."""
        ...


class NullPusher:
    """Sends nothing, for servers without a key."""

    def send(self, subscription: dict[str, Any], payload: bytes, now: datetime) -> Outcome:
        """Say that the push is to be tried later."""
        return Outcome.LATER


class WebPusher:
    """Sends through the browsers' push services with this server's VAPID key."""

    def __init__(self, key: Vapid02, contact: str) -> None:
        self._key = key
        self._contact = contact

    def send(self, subscription: dict[str, Any], payload: bytes, now: datetime) -> Outcome:
        """Send the payload; never raise for what the other side does."""
        endpoint = urlsplit(subscription["endpoint"])
        claims = {  # fresh for each send: pywebpush writes into what it is given
            "sub": self._contact,
            "aud": f"{endpoint.scheme}://{endpoint.netloc}",
            "exp": int(now.timestamp()) + CLAIM_SECONDS,
        }
        from server.notifications.posting import post  # 20 MB that a server without pushes never loads

        return post(subscription, payload, self._key, claims)


def outcome_of(status: int) -> Outcome:
    """Return what an HTTP status of a push service means.

    >>> [outcome_of(status).value for status in (201, 410, 403, 307, 429, 502)]
    ['sent', 'gone', 'refused', 'refused', 'later', 'later']
    """
    if status in (404, 410):
        return Outcome.GONE
    if status == 429 or status >= 500:
        return Outcome.LATER
    return Outcome.SENT if status < 300 else Outcome.REFUSED
