"""Sending one push, behind a Protocol so that tests and offline servers can do without.

What pywebpush leaves to its caller: it follows redirects (a 307 carries the signed body to any address),
waits for ever, keeps the first push service's `aud` in the claims it is given, and a TTL of 0 drops the push
when the device sleeps. Connection faults are not WebPushException. Source: RFC 8030 §5.2 and §7.3, RFC 8292
§2.
"""

from datetime import datetime
from enum import Enum
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import requests
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

TTL_SECONDS: Final = 12 * 60 * 60
CLAIM_SECONDS: Final = 11 * 60 * 60  # RFC 8292 allows 24 h; push services with a fast clock refused those
TIMEOUT: Final = (3.05, 10)


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


class _NoRedirects(requests.Session):
    """A session that neither follows a redirect nor reads proxies and passwords from the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{**kwargs, "allow_redirects": False})


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
        try:
            with _NoRedirects() as session:
                webpush(
                    subscription,
                    payload,
                    vapid_private_key=self._key,
                    vapid_claims=claims,
                    ttl=TTL_SECONDS,
                    headers={"Urgency": "normal"},
                    timeout=TIMEOUT,
                    requests_session=session,
                )
        except WebPushException as fault:
            return outcome_of(fault.response.status_code) if fault.response is not None else Outcome.REFUSED
        except requests.RequestException:
            return Outcome.LATER
        return Outcome.SENT


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
