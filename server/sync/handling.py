"""One mutation: read it, see what it waits for, hand it to its domain, and make a verdict of the outcome."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, TypeVar, cast

from marshmallow import ValidationError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from server.feed import FeedRow, stored
from server.feed.pending import pending
from server.mutation import Conflict, Context, Deferred, Kind, Mutation, Rejected
from server.problems import Problem
from server.sync import verdicts
from server.sync.envelope import Sent, open_envelope
from server.sync.kinds import ServerOlder, kind_of, load
from server.sync.ledger import Known
from server.sync.pointer import first_fault
from server.sync.verdicts import FINAL, Verdict, settled_as

logger = logging.getLogger(__name__)
T = TypeVar("T")


class NeedsSavepoints(Exception):
    """Something in the batch was refused: run it again with a savepoint around each mutation."""


class HandlerFailed(Exception):
    """A handler broke: a mistake of the server's, not of the mutation's."""


class Care(Enum):
    """How carefully a batch is run; each level only when the one before did not do."""

    NONE = 1
    """No savepoints: whatever is refused ends the run."""
    SAVEPOINTS = 2
    """One around each mutation. What the database refuses ends the run: a colleague may have been quicker."""
    LAST = 3
    """What the database refuses once more is the mutation's fault."""


@dataclass
class Batch:
    """One run of a batch: what it may use, and what has come of it so far."""

    session: Session
    context: Context
    known: dict[str, Known]
    care: Care
    rows: list[tuple[Verdict, FeedRow]] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)

    def finish(self) -> None:
        """Write what was applied, and say in its verdicts what is stored of it."""
        guarded("a batch", self.session.flush)
        for verdict, row in self.rows:
            state = guarded("a batch", partial(stored, self.session, row))
            verdict.update(version=state.version, hash=state.hash)


def take(batch: Batch, sent: Sent) -> Verdict:
    """Return the verdict on one mutation; raises NeedsSavepoints when the batch must be run with them."""
    known = batch.known.get(sent.id)
    if known is not None:
        verdict = _again(sent, known)
    else:
        verdict = _anew(batch, sent)
        if verdict["verdict"] in FINAL:
            batch.known[sent.id] = Known(sent.body_sha256, True, verdict)
    batch.outcomes[sent.id] = settled_as(verdict)
    return verdict


def _again(sent: Sent, known: Known) -> Verdict:
    if known.mine and known.body_sha256 == sent.body_sha256:
        return verdicts.duplicate(sent.id, known.verdict)
    refusal = Rejected("id-reused", "Another change was sent under the same id", pointer="/id")
    return verdicts.rejected(sent.id, refusal)


def _anew(batch: Batch, sent: Sent) -> Verdict:
    try:
        mutation, raw = open_envelope(sent)
        kind = kind_of(mutation.kind, mutation.schema)
        _wait(batch, mutation)
        data = load(kind, mutation.schema, raw)
        row = _run(batch, kind, mutation, data)
    except ServerOlder:
        return verdicts.retry(sent.id, "server-older")
    except HandlerFailed:
        return verdicts.retry(sent.id, "server-fault")
    except Deferred as refusal:
        return verdicts.deferred(sent.id, refusal)
    except Conflict as refusal:
        return verdicts.conflict(sent.id, refusal)
    except Rejected as refusal:
        return verdicts.rejected(sent.id, refusal)
    verdict = verdicts.applied(sent.id, row.version, "")
    batch.rows.append((verdict, row))
    return verdict


def _wait(batch: Batch, mutation: Mutation) -> None:
    """Raise Deferred unless everything the mutation depends on was applied."""
    missing = [each for each in mutation.depends_on if _outcome(batch, each) != "applied"]
    if missing:
        raise Deferred(missing)


def _outcome(batch: Batch, id_: str) -> str | None:
    if id_ in batch.outcomes:
        return batch.outcomes[id_]
    known = batch.known.get(id_)
    return settled_as(known.verdict) if known and known.mine else None


def _run(batch: Batch, kind: Kind, mutation: Mutation, data: dict[str, Any]) -> FeedRow:
    def handle() -> FeedRow:
        return cast(FeedRow, kind.handler(batch.session, batch.context, mutation, data).row)

    if batch.care is not Care.NONE:
        return _in_savepoint(batch, kind.name, handle)
    try:
        return guarded(kind.name, handle)
    except (Rejected, Conflict, Deferred, HandlerFailed):
        # What it touched before it refused is still in the session.
        raise NeedsSavepoints from None


def _in_savepoint(batch: Batch, what: str, handle: Callable[[], FeedRow]) -> FeedRow:
    """Run a handler so that all it touched is undone when it refuses or fails."""
    session = batch.session
    try:
        with session.begin_nested():
            row = guarded(what, handle)
            guarded(what, session.flush)
            for touched in list(pending(session).top.rows):
                guarded(what, partial(stored, session, touched))  # what cannot be fed fails here
            return row
    except (IntegrityError, DataError):
        if batch.care is not Care.LAST:
            raise
        # The last line of defence; a handler that checks first says it in better words.
        raise Rejected("not-storable", "The change contradicts what is already stored") from None


def guarded(what: str, work: Callable[[], T]) -> T:
    """Run work of a domain; whatever breaks in it must neither fail the others nor be a 500 for ever.

    Refusals and failures of the database pass. A refused request is a refused mutation. Anything else is a
    mistake of the server: HandlerFailed, and the log says where.
    """
    try:
        return work()
    except (Rejected, Conflict, Deferred, DBAPIError, StaleDataError):
        raise
    except Problem as problem:
        if problem.status >= 500:
            raise
        type_ = problem.type.removeprefix("/problems/")
        raise Rejected(type_, problem.title, problem.detail, problem.pointer) from None
    except ValidationError as fault:
        where, what_it_is = first_fault(fault)
        raise Rejected("invalid", "A field is missing or not valid", what_it_is, f"/data{where}") from None
    except Exception:  # the one place where a mistake in a handler is kept from the other mutations
        logger.exception("the handler of %s failed", what)
        raise HandlerFailed from None
