"""Taking in one batch: a verdict for each mutation, all in one transaction, answered after COMMIT.

Effects, ledger, quarantine and numbers commit together or not at all. The batch is first tried without
savepoints: nearly always everything in it can be applied. When a handler refuses or fails, or the database
does, all of it is rolled back and the batch is run again with a savepoint around each mutation, so that
what the bad one touched is undone and the others stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from server.db import run_transaction
from server.devices.operations import heard_from
from server.feed import clock_of
from server.mutation import Context
from server.secret import Secret
from server.sync.arrivals import jumps_ahead, lock_arrivals, note_arrivals
from server.sync.envelope import Sent
from server.sync.epoch import renew_after_restore
from server.sync.handling import Batch, HandlerFailed, NeedsSavepoints, take
from server.sync.ledger import known_mutations, settle
from server.sync.models import ArrivedNumbers
from server.sync.quarantine import keep_rejected
from server.sync.verdicts import FINAL, Verdict


@dataclass(frozen=True)
class Answer:
    """What a tablet is told once its batch is committed."""

    epoch: str
    acked_n: int
    verdicts: Sequence[Verdict]
    restore_proven: bool = False

    @property
    def changed_something(self) -> bool:
        """Tell whether anything new was applied."""
        return any(each["verdict"] == "applied" for each in self.verdicts)


def push(context: Context, sent: Sequence[Sent], epoch: str | None, secret: Secret) -> Answer:
    """Take in a batch and commit it; raises what the database raises, and then nothing was stored.

    `epoch` is the one the tablet knows.
    """
    work = partial(_take_in, context=context, sent=sent, epoch=epoch, secret=secret)
    try:
        answer = run_transaction(partial(work, savepoints=False))
    except (NeedsSavepoints, HandlerFailed, IntegrityError, DataError):
        answer = run_transaction(partial(work, savepoints=True))
    if answer.restore_proven:
        proof = partial(renew_after_restore, ended=answer.epoch, prover=context, now=context.now)
        answer = replace(answer, epoch=run_transaction(proof))
    return answer


def _take_in(
    session: Session,
    *,
    context: Context,
    sent: Sequence[Sent],
    epoch: str | None,
    secret: Secret,
    savepoints: bool,
) -> Answer:
    arrivals = lock_arrivals(session, context)
    asked = {each.id for each in sent}.union(*(each.needs() for each in sent))
    batch = Batch(session, context, known_mutations(session, context, asked), savepoints)
    before = set(batch.known)
    answers = [(each, take(batch, each)) for each in sent]
    batch.finish()
    fresh = {
        each.id: (each, verdict)
        for each, verdict in answers
        if verdict["verdict"] in FINAL and each.id not in before
    }
    settle(session, context, list(fresh.values()))
    keep_rejected(session, context, answers, secret)
    current = clock_of(session, context.organization_id).epoch
    restored = epoch == current and jumps_ahead(arrivals, [each.n for each in sent])
    _note(arrivals, answers)
    heard_from(session, context.clinician_id, context.device_id, context.now, acked_n=arrivals.acked_n)
    return Answer(current, arrivals.acked_n, [verdict for _, verdict in answers], restored)


def _note(arrivals: ArrivedNumbers, answers: Sequence[tuple[Sent, Verdict]]) -> None:
    final = FINAL | {"duplicate"}
    settled = [each.n for each, verdict in answers if verdict["verdict"] in final]
    note_arrivals(arrivals, [each.n for each, _ in answers], settled)
