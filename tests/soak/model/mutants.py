"""Faults that the model must find: each is put into the server or the tablet while the model runs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from server.db import sha256_hex, transactions
from server.mutation import Applied
from server.sync import handling, kinds, ledger, pull, push, verdicts
from server.sync.scope import owe
from server.visits.lookups import sections_of
from tests.server.sync.tablet import Json, Mutation
from tests.soak.model.client import Client

Patch = pytest.MonkeyPatch


def answer_before_commit(patch: Patch) -> None:
    """Some pushes are answered and then rolled back."""

    def lie(work: Callable[[Any], Any]) -> Any:
        with transactions.transaction() as session:
            answer = work(session)
            if _numbers(work) % 3 == 0:
                session.rollback()
                raise _RolledBack(answer)
            return answer

    def answer_all_the_same(work: Callable[[Any], Any]) -> Any:
        try:
            return lie(work)
        except _RolledBack as lied:
            return lied.answer

    patch.setattr(push, "run_transaction", answer_all_the_same)


class _RolledBack(Exception):
    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer


def _numbers(work: Any) -> int:
    """Return the first number of a batch: the same lie for the same batch."""
    sent = work.keywords["sent"]
    return int(sent[0].n) if sent else 1


def forget_what_was_applied(patch: Patch) -> None:
    """A mutation that is sent again is done again."""
    patch.setattr(push, "known_mutations", lambda *_: {})
    real = ledger.known_mutations

    def settle_new(session: Any, context: Any, settled: Any) -> None:
        known = real(session, context, [sent.id for sent, _ in settled])
        ledger.settle(session, context, [each for each in settled if each[0].id not in known])

    patch.setattr(push, "settle", settle_new)


def forget_the_first_verdict(patch: Patch) -> None:
    """A repeat is told that it was applied, whatever the first answer was."""
    fine = {"verdict": "applied", "version": 1, "hash": ""}
    real = verdicts.duplicate
    patch.setattr(verdicts, "duplicate", lambda id_, first: real(id_, {"id": id_, **fine}))


def last_writer_wins(patch: Patch) -> None:
    """Whoever comes last replaces the words of whoever came before."""
    kind = kinds.KINDS["section.edit"]

    def overwrite(session: Any, context: Any, mutation: Any, data: dict[str, Any]) -> Applied:
        known = sections_of(session, mutation.entity).get(data["section"])
        seen = sha256_hex(known.text if known is not None else "")
        return kind.handler(session, context, mutation, {**data, "base_hash": seen})

    patch.setitem(kinds.KINDS, kind.name, replace(kind, handler=overwrite))


def overlook_a_restore(patch: Patch) -> None:
    """A cursor or a number from the future proves nothing."""
    real = pull._valid

    def trusting(reader: Any, cursor: Any, stand: Any) -> Any:
        return real(reader, cursor, stand._replace(seq=10**9, acked_n=10**9))

    patch.setattr(pull, "_valid", trusting)
    patch.setattr(push, "jumps_ahead", lambda *_: False)


def owe_nothing(patch: Patch) -> None:
    """A gained patient's old rows never come."""

    def forget(cursor: Any, scope: Any) -> Any:
        cursor, removed = owe(cursor, scope)
        return replace(cursor, backfill=()), removed

    patch.setattr(pull, "owe", forget)


def remove_nobody(patch: Patch) -> None:
    """A lost patient is not named."""
    patch.setattr(pull, "owe", lambda cursor, scope: (owe(cursor, scope)[0], []))


def deferred_is_final(patch: Patch) -> None:
    """What had to wait is never done."""
    final = frozenset({"applied", "conflict", "rejected", "deferred"})
    patch.setattr(push, "FINAL", final)
    patch.setattr(handling, "FINAL", final)


def wait_for_nothing(patch: Patch) -> None:
    """What depends on a refused change is made all the same."""
    patch.setattr(handling, "_wait", lambda *_: None)


def keep_no_copy(patch: Patch) -> None:
    """The server forgets what it refused."""
    patch.setattr(push, "keep_rejected", lambda *_: None)


def acknowledge_gaps(patch: Patch) -> None:
    """A number counts as arrived although its mutation has to come again."""
    patch.setattr(push, "is_final", lambda _: True)


class CursorFirst(Client):
    """Stores the cursor, and the page in a transaction of its own."""

    def fetch(self, limit: int) -> Json:
        """Ask for a page; keep its cursor before its rows."""
        page = super().fetch(limit)
        self.renew(page["epoch"])
        self.tablet.cursor = page["cursor"]
        return page


class DropsRefused(Client):
    """Throws away what was refused."""

    def refuse(self, mutation: Mutation, verdict: Json) -> None:
        """Forget it."""


class RebuildsEverything(Client):
    """Throws the work away with the base."""

    def rebuild(self) -> None:
        """Start over."""
        super().rebuild()
        self.kept.outbox = []


class IgnoresEpochs(Client):
    """Takes what was sent for safe, also when the server was restored."""

    def renew(self, epoch: str) -> None:
        """Note the epoch, send nothing again."""
        if self.tablet.epoch not in (None, epoch):
            self.rebuild()
        self.tablet.epoch = epoch


# Found within a few examples, so looked for in every test run; the others in the soak run.
SOON = (answer_before_commit, forget_what_was_applied, last_writer_wins, overlook_a_restore)
LATER = (
    forget_the_first_verdict,
    deferred_is_final,
    keep_no_copy,
    acknowledge_gaps,
    owe_nothing,
    remove_nobody,
    wait_for_nothing,
)
TABLETS_SOON = (DropsRefused, RebuildsEverything)
TABLETS_LATER = (IgnoresEpochs, CursorFirst)
# What walks of real tablets can see; numbers that count too early, say, no tablet ever acts on.
SEEN_BY_TABLETS = (*SOON, forget_the_first_verdict, deferred_is_final, keep_no_copy)
