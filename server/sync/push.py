"""Taking in one batch: a verdict for each mutation, all in one transaction, answered after COMMIT.

Effects, ledger, quarantine and numbers commit together or not at all. The batch is first tried without
savepoints: nearly always everything in it can be applied. When a handler refuses or fails, or the database
does, all of it is rolled back and the batch is run again with a savepoint around each mutation, so that
what the bad one touched is undone and the others stand. What the database refuses even then is tried once
more before it counts against the mutation: a colleague's tablet may have stored the same row just now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from server.db import run_transaction
from server.devices.operations import heard_from
from server.mutation import Context
from server.secret import Secret
from server.sync.arrivals import (
    Arrivals,
    has_arrived,
    jumps_ahead,
    keep_arrivals,
    lock_arrivals,
    note_arrivals,
)
from server.sync.envelope import Sent
from server.sync.handling import Batch, Care, HandlerFailed, NeedsSavepoints, take
from server.sync.ledger import known_mutations, settle
from server.sync.quarantine.kept import keep_rejected
from server.sync.verdicts import FINAL, Verdict, is_final, settled_as
from server.visits.operations import prefetch


@dataclass(frozen=True)
class Answer:
    """What a tablet is told once its batch is committed."""

    acked_n: int
    verdicts: Sequence[Verdict]
    jumped: bool
    """The tablet started beyond what this server has seen of it."""
    began_again: bool
    """A number that had a verdict came with another change."""

    @property
    def was_for_nothing(self) -> bool:
        """Tell whether all of it was refused, now or before, or there was nothing in it."""
        return all(settled_as(each) == "rejected" for each in self.verdicts)

    @property
    def changed_something(self) -> bool:
        """Tell whether anything new was applied."""
        return any(each["verdict"] == "applied" for each in self.verdicts)


def push(context: Context, sent: Sequence[Sent], secret: Secret) -> Answer:
    """Take in a batch and commit it; raises what the database raises, and then nothing was stored."""
    for care in Care:
        try:
            return run_transaction(partial(_take_in, context=context, sent=sent, secret=secret, care=care))
        except (NeedsSavepoints, HandlerFailed, IntegrityError, DataError):
            if care is Care.LAST:
                raise
    raise AssertionError("unreachable")


def _take_in(
    session: Session,
    *,
    context: Context,
    sent: Sequence[Sent],
    secret: Secret,
    care: Care,
) -> Answer:
    arrivals = lock_arrivals(session, context)
    asked = {each.id for each in sent}.union(*(each.needs() for each in sent))
    batch = Batch(session, context, known_mutations(session, context, asked), care)
    before = set(batch.known)
    prefetch(session, chain.from_iterable(each.visits() for each in sent))
    answers = [(each, take(batch, each)) for each in sent]
    batch.finish()
    fresh = {
        each.id: (each, verdict)
        for each, verdict in answers
        if verdict["verdict"] in FINAL and each.id not in before
    }
    settle(session, context, list(fresh.values()))
    keep_rejected(session, context, answers, secret)
    jumped = jumps_ahead(arrivals, [each.n for each in sent])
    began_again = any(has_arrived(arrivals, each.n) for each, _ in fresh.values())
    _note(arrivals, answers)
    keep_arrivals(session, context, arrivals)
    heard_from(session, context.clinician_id, context.device_id, context.now, arrivals.acked_n)
    return Answer(arrivals.acked_n, [verdict for _, verdict in answers], jumped, began_again)


def _note(arrivals: Arrivals, answers: Sequence[tuple[Sent, Verdict]]) -> None:
    settled = [each.n for each, verdict in answers if is_final(verdict)]
    note_arrivals(arrivals, [each.n for each, _ in answers], settled)
