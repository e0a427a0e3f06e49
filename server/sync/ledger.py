"""The ledger of final verdicts: what makes sending a mutation twice harmless."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session

from server.db.bulk import BulkInsert
from server.mutation import Context
from server.sync.envelope import Sent
from server.sync.models import AppliedMutation
from server.sync.verdicts import Verdict

_LEDGER = cast(Table, AppliedMutation.__table__)
_KEEP = BulkInsert(lambda _dialect: insert(_LEDGER))
_ASKED = select(
    _LEDGER.c.id,
    _LEDGER.c.body_sha256,
    _LEDGER.c.organization_id,
    _LEDGER.c.clinician_id,
    _LEDGER.c.verdict,
).where(_LEDGER.c.id.in_(bindparam("ids", expanding=True)))


class Known(NamedTuple):
    """What the ledger says of a mutation."""

    body_sha256: str
    mine: bool
    verdict: Verdict


def known_mutations(session: Session, context: Context, ids: Iterable[str]) -> dict[str, Known]:
    """Return what is known of these ids. Another clinician's verdict is never handed out."""
    rows = session.execute(_ASKED, {"ids": sorted(set(ids))})
    me = (context.organization_id, context.clinician_id)
    return {
        row.id: Known(row.body_sha256, (row.organization_id, row.clinician_id) == me, row.verdict)
        for row in rows
    }


def settle(session: Session, context: Context, settled: Sequence[tuple[Sent, Verdict]]) -> None:
    """Keep final verdicts, in the transaction of their effects."""
    if settled:
        # Past the mapped class: fifty rows of it cost as much as the rest of a push.
        _KEEP.execute(session.connection(), [_row(context, *each) for each in settled])


def _row(context: Context, sent: Sent, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": sent.id,
        "organization_id": context.organization_id,
        "clinician_id": context.clinician_id,
        "device_id": context.device_id,
        "n": sent.n,
        "kind": sent.text("kind", 40),
        "schema": sent.number("schema"),
        "entity": sent.text("entity", 36),
        "body_sha256": sent.body_sha256,
        "made_at": sent.text("made_at", 40),
        "clock_offset_ms": sent.number("clock_offset_ms"),
        "received_at": context.now,
        "verdict": verdict,
    }
