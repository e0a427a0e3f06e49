"""Noting who asked for what is not theirs: a refusal is a line in the chain too.

Somebody who tries ids by the thousand must not be able to write the chain full: of each session and minute
the first refusals stand one by one, then a line says that there were more. Who is not signed in belongs to
nobody's chain.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from server.access import POLICY, Actor, policy_key
from server.audit.operations import note_by
from server.db import transaction, utc_now
from server.problems import Busy

ONE_BY_ONE: Final = 10
MOST_SESSIONS: Final = 10_000  # remembered at once; then all are forgotten
REFUSED: Final = (403, 404)
logger = logging.getLogger(__name__)


@dataclass
class Minute:
    """The refusals of one session in one minute."""

    began: datetime
    count: int = 0


class Counter:
    """Counts refusals by session and minute, for all threads of this process."""

    def __init__(self) -> None:
        self._minutes: dict[str, Minute] = {}
        self._lock = Lock()

    def count(self, session_id: str, now: datetime) -> int:
        """Return the how-many-th refusal of its minute this is."""
        began = now.replace(second=0, microsecond=0)
        with self._lock:
            if len(self._minutes) >= MOST_SESSIONS:
                self._minutes.clear()
            minute = self._minutes.get(session_id)
            if minute is None or minute.began != began:
                minute = self._minutes[session_id] = Minute(began)
            minute.count += 1
            return minute.count


def note_denials(app: Flask) -> None:
    """Note every refusal of a route that reaches patients or the organization."""
    counter = Counter()

    @app.after_request
    def note_denial(response: Response) -> Response:
        actor: Actor | None = g.get("actor")
        if response.status_code in REFUSED and actor is not None and request.url_rule is not None:
            key = policy_key(request.method, request.url_rule.rule)
            if POLICY[key].of in ("caseload", "organization"):
                now = utc_now()
                _note(actor, key, response.status_code, counter.count(actor.session_id, now), now)
        return response


def _note(actor: Actor, key: str, status: int, nth: int, now: datetime) -> None:
    if nth > ONE_BY_ONE + 1:
        return
    more = nth > ONE_BY_ONE
    try:
        with transaction() as session:
            note_by(
                session,
                actor,
                "denied",
                "route",
                None if more else _asked_for(),
                fields=("more in this minute",) if more else (key, str(status)),
                now=now,
            )
    except (SQLAlchemyError, Busy):  # it is refused all the same
        logger.exception("a refusal could not be noted")


def _asked_for() -> str | None:
    """Return the first id of the address, if it is one: nothing else that was sent goes into the chain."""
    for value in (request.view_args or {}).values():
        try:
            return str(UUID(value))
        except (ValueError, AttributeError, TypeError):
            continue
    return None
