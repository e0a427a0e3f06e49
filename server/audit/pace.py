"""Holding back whoever asks too fast, before any work is done; the first time in ten minutes is noted.

The key is the clinician, so a second sign-in or a second tablet makes nobody faster; before sign-in it is
the address. A cookie that was refused is refused again without asking who it is, until its wait is over;
of those that belong to nobody, an address may ask with only so many.
"""

import json
import logging
import time
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from server.access import Actor
from server.audit.operations import note_by
from server.db import sha256_hex, transaction, utc_now
from server.problems import Busy, Problem
from server.web.pace import FOR_NOTHING, Pace

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NOTED_EVERY: Final = 600.0  # seconds
ADDRESS_FACTOR: Final = 10  # many people may share an address before they sign in
MOST_COOKIES: Final = 10_000
logger = logging.getLogger(__name__)


class SlowDown(Problem):
    """More was asked in a short time than a person's tablets ask. Nothing was stored."""

    status = 429
    type = "/problems/slow-down"
    title = "Too many requests"


class Turnstile:
    """WSGI middleware that turns a cookie away until its wait is over, at the price of a look.

    Whoever asks without end gets the same bytes without end: no body is read, nothing is put together.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._until: dict[str, float] = {}

    def close(self, cookie: str, seconds: float) -> None:
        """Turn this cookie away for a while."""
        if len(self._until) >= MOST_COOKIES:
            self._until.clear()
        self._until[sha256_hex(cookie)] = time.monotonic() + seconds

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer at once, or pass the request on."""
        cookie = environ.get("HTTP_COOKIE", "")
        key = sha256_hex(cookie) if self._until and cookie else ""
        until = self._until.get(key)
        if until is None or not environ.get("PATH_INFO", "").startswith("/api/"):
            return self._application(environ, start_response)
        left = until - time.monotonic()
        if left <= 0:
            self._until.pop(key, None)
            return self._application(environ, start_response)
        headers, body = _refusal(max(1, round(left)))
        start_response("429 Too Many Requests", list(headers))
        return [body]


@lru_cache(maxsize=100)
def _refusal(seconds: int) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Return headers and body of an answer that tells to wait so long."""
    body = json.dumps(SlowDown().body()).encode()
    headers = {
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Retry-After": str(seconds),
    }
    return tuple(headers.items()), body


def keep_pace(app: Flask, requests_a_second: int) -> None:
    """Hold back whoever asks faster; 0 for no limit. After `guard`, before a body is read."""
    if not requests_a_second:
        return
    people, addresses = Pace(requests_a_second), Pace(requests_a_second * ADDRESS_FACTOR)
    turnstile = Turnstile(app.wsgi_app)
    # As Flask documents it; for mypy it is a method.
    app.wsgi_app = turnstile  # type: ignore[method-assign]
    noted: dict[str, float] = {}
    _count_strangers(app, Pace(requests_a_second * ADDRESS_FACTOR), turnstile)

    @app.before_request
    def begin() -> None:
        if not request.path.startswith("/api/"):
            return
        actor: Actor | None = g.get("actor")
        pace, key = (people, actor.clinician_id) if actor else (addresses, request.remote_addr or "")
        now = time.monotonic()
        changes = actor is not None and request.method != "GET"
        wait = pace.enter(key, now, changes=changes)
        if wait == 0:
            g.pace = (pace, key, changes, time.thread_time())
            return
        if actor is not None:
            turnstile.close(request.headers.get("Cookie", ""), wait)
            _note_once(actor, noted, now)
        raise SlowDown(retry_after_seconds=round(wait))

    @app.teardown_request
    def end(_fault: BaseException | None) -> None:
        entered: tuple[Pace, str, bool, float] | None = g.pop("pace", None)
        if entered is not None:
            pace, key, changes, began = entered
            used, more = time.thread_time() - began, g.pop("pace_more", 0)
            pace.leave(key, used, time.monotonic(), changes=changes, more=more)


def charge_for_nothing() -> None:
    """Let the present request take more of the purse: it was worth nothing to anybody."""
    g.pace_more = FOR_NOTHING


def _count_strangers(app: Flask, strangers: Pace, turnstile: Turnstile) -> None:
    """Let a cookie that belongs to nobody wait too: that it is nobody's had to be looked up.

    From a purse of its own: whoever shares the address can still sign in.
    """

    @app.after_request
    def count(response: Response) -> Response:
        if response.status_code == HTTPStatus.UNAUTHORIZED and "pace" not in g:
            wait = strangers.enter(request.remote_addr or "", time.monotonic())
            if wait:
                turnstile.close(request.headers.get("Cookie", ""), wait)
        return response


def _note_once(actor: Actor, noted: dict[str, float], now: float) -> None:
    if now - noted.get(actor.clinician_id, -NOTED_EVERY) < NOTED_EVERY:
        return
    noted[actor.clinician_id] = now
    logger.warning("clinician %s is held back", actor.clinician_id)
    try:
        with transaction() as session:
            note_by(session, actor, "pace.hold", "clinician", actor.clinician_id, now=utc_now())
    except (SQLAlchemyError, Busy):  # held back all the same
        logger.exception("a refusal could not be noted")
