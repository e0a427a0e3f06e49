"""How far a tablet's numbers have arrived, as the database keeps it.

The tablet deletes nothing before it is told so, and a gap shows that something was lost on the way.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.mutation import Context
from server.sync.models import ArrivedNumbers
from server.sync.numbers import add

_ACKED = select(ArrivedNumbers.acked_n).where(
    ArrivedNumbers.device_id == bindparam("device_id"),
    ArrivedNumbers.clinician_id == bindparam("clinician_id"),
)


def acknowledged(session: Session, device_id: str | None, clinician_id: str) -> int:
    """Return the highest number up to which every mutation of this tablet has a final verdict."""
    return session.scalar(_ACKED, {"device_id": device_id, "clinician_id": clinician_id}) or 0


def lock_arrivals(session: Session, context: Context) -> ArrivedNumbers:
    """Return the row of this tablet, locked until COMMIT: two sendings of one batch take turns."""
    key = (context.device_id, context.clinician_id)
    row = session.get(ArrivedNumbers, key, with_for_update=True, populate_existing=True)
    return row if row is not None else _first(session, context)


def _first(session: Session, context: Context) -> ArrivedNumbers:
    """Return a new row; raises IntegrityError when the tablet's first batch is just being taken in."""
    row = ArrivedNumbers(
        device_id=context.device_id,
        clinician_id=context.clinician_id,
        organization_id=context.organization_id,
        acked_n=0,
        seen_n=0,
        ahead=[],
    )
    session.add(row)
    session.flush()  # now, so that its failure is not taken for a mutation's
    return row


def note_arrivals(row: ArrivedNumbers, seen: Sequence[int], settled: Sequence[int]) -> None:
    """Take in the numbers of one push; `settled` are those with a final verdict."""
    row.acked_n, row.ahead = add(row.acked_n, row.ahead, settled)
    row.seen_n = max(row.seen_n, row.acked_n, *seen, 0)


def has_arrived(row: ArrivedNumbers, n: int) -> bool:
    """Tell whether the mutation of that number has its final verdict."""
    return 0 < n <= row.acked_n or any(first <= n <= last for first, last in row.ahead)


def jumps_ahead(row: ArrivedNumbers, numbers: Sequence[int]) -> bool:
    """Tell whether a tablet that never left a gap now starts beyond what this server has seen.

    The server has then forgotten what it acknowledged: it was restored from a backup.
    """
    gapless = 0 < row.acked_n == row.seen_n
    return gapless and bool(numbers) and min(numbers) > row.seen_n + 1
