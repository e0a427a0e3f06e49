"""Posting one push with pywebpush, and what that leaves to its caller.

It follows redirects (a 307 carries the signed body to any address), waits for ever, keeps the first push
service's `aud` in the claims it is given, and a TTL of 0 drops the push when the device sleeps. Connection
faults are not WebPushException. Loaded with the first push: it takes 20 MB with all it needs.
"""

from typing import Any, Final

import requests
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from server.notifications.push import Outcome, outcome_of

TTL_SECONDS: Final = 12 * 60 * 60
TIMEOUT: Final = (3.05, 10)


class _NoRedirects(requests.Session):
    """A session that neither follows a redirect nor reads proxies and passwords from the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{**kwargs, "allow_redirects": False})


def post(subscription: dict[str, Any], payload: bytes, key: Vapid02, claims: dict[str, Any]) -> Outcome:
    """Post the payload; never raise for what the other side does."""
    try:
        with _NoRedirects() as session:
            webpush(
                subscription,
                payload,
                vapid_private_key=key,
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
