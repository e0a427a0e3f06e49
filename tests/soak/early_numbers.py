"""Two mutants of the feed's numbering that a race must find: numbers taken too early."""

import itertools
import random
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, update

from server.db import transaction, transactions
from server.feed import OrganizationClock, commit
from tests.soak.race import WORK_SECONDS

FAR = 10**9


class EarlyNumbers:
    """Gives out numbers like a sequence of the database does: at once, whoever commits first."""

    def __init__(self) -> None:
        self._numbers = itertools.count(FAR)
        self._chance = random.Random(0)
        self._taken = threading.local()

    def take(self) -> None:
        """Take a number; what comes before the commit takes its time."""
        self._taken.number = next(self._numbers)
        time.sleep(self._chance.random() * WORK_SECONDS)

    def advance(
        self, connection: Connection, organization: str, changes: list[dict[str, Any]], notes: Sequence[Any]
    ) -> None:
        """Stand in for the last step of the commit hook, without the clock's lock."""
        for change in changes:
            change["seq"] = self._taken.number
        commit._UPSERT.execute(connection, changes)


def number_by_sequence(app: Flask, patch: pytest.MonkeyPatch) -> None:
    """Number in the hook, but from a sequence instead of the organization's row."""
    early = _begin_far(app)

    def advance(*arguments: Any) -> None:
        early.take()
        early.advance(*arguments)

    patch.setattr(commit, "_advance", advance)


def number_first(app: Flask, patch: pytest.MonkeyPatch) -> None:
    """Take the number before the transaction's work, and before its turn on SQLite."""
    early = _begin_far(app)
    turn = transactions._turn

    def numbered_turn() -> AbstractContextManager[None]:
        early.take()
        return turn()

    patch.setattr(transactions, "_turn", numbered_turn)
    patch.setattr(commit, "_advance", early.advance)


def _begin_far(app: Flask) -> EarlyNumbers:
    """Set the clocks beyond all numbers to come, else the reader would notice a restore."""
    with app.app_context(), transaction() as session:
        session.execute(update(OrganizationClock).values(seq=2 * FAR))
    return EarlyNumbers()
