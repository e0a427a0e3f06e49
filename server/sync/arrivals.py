"""How far a tablet's numbers have arrived, as the database keeps it.

The tablet deletes nothing before it is told so, and a gap shows that something was lost on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from server.mutation import Context
from server.sync.models import ArrivedNumbers
from server.sync.numbers import Ranges, add

# Past the mapped class, and written once: every push reads and writes this row.
_TABLE = cast(Table, ArrivedNumbers.__table__)
_MINE = (_TABLE.c.device_id == bindparam("device"), _TABLE.c.clinician_id == bindparam("clinician"))
ACKED = select(_TABLE.c.acked_n).where(*_MINE)
"""Asks for what `acknowledged` tells; a part of the question of a pull too."""
_LOCK = select(_TABLE.c.acked_n, _TABLE.c.seen_n, _TABLE.c.ahead).where(*_MINE).with_for_update()
_FIRST = insert(_TABLE)
_KEEP = (
    update(_TABLE)
    .where(*_MINE)
    .values(acked_n=bindparam("acked"), seen_n=bindparam("seen"), ahead=bindparam("beyond"))
)


@dataclass
class Arrivals:
    """The numbers of one tablet: all up to `acked_n` and those in `ahead` have a final verdict."""

    acked_n: int = 0
    seen_n: int = 0
    ahead: Ranges = field(default_factory=list)


def acknowledged(session: Session, device_id: str | None, clinician_id: str) -> int:
    """Return the highest number up to which every mutation of this tablet has a final verdict."""
    return session.scalar(ACKED, {"device": device_id, "clinician": clinician_id}) or 0


def lock_arrivals(session: Session, context: Context) -> Arrivals:
    """Return the numbers of this tablet, locked until COMMIT: two sendings of one batch take turns."""
    row = session.execute(_LOCK, _key(context)).one_or_none()
    return Arrivals(*row) if row is not None else _first(session, context)


def _first(session: Session, context: Context) -> Arrivals:
    """Make the row; raises IntegrityError when the tablet's first batch is just being taken in."""
    row = {
        "device_id": context.device_id,
        "clinician_id": context.clinician_id,
        "organization_id": context.organization_id,
        "acked_n": 0,
        "seen_n": 0,
        "ahead": [],
    }
    session.execute(_FIRST, row)
    return Arrivals()


def note_arrivals(row: Arrivals, seen: Sequence[int], settled: Sequence[int]) -> None:
    """Take in the numbers of one push; `settled` are those with a final verdict."""
    row.acked_n, row.ahead = add(row.acked_n, row.ahead, settled)
    row.seen_n = max(row.seen_n, row.acked_n, *seen, 0)


def keep_arrivals(session: Session, context: Context, row: Arrivals) -> None:
    """Write the numbers back."""
    news = {"acked": row.acked_n, "seen": row.seen_n, "beyond": row.ahead}
    session.connection().execute(_KEEP, _key(context) | news)


def has_arrived(row: Arrivals | ArrivedNumbers, n: int) -> bool:
    """Tell whether the mutation of that number has its final verdict."""
    return 0 < n <= row.acked_n or any(first <= n <= last for first, last in row.ahead)


def jumps_ahead(row: Arrivals, numbers: Sequence[int]) -> bool:
    """Tell whether a tablet that never left a gap now starts beyond what this server has seen.

    The server has then forgotten what it acknowledged: it was restored from a backup.
    """
    gapless = 0 < row.acked_n == row.seen_n
    return gapless and bool(numbers) and min(numbers) > row.seen_n + 1


def _key(context: Context) -> dict[str, object]:
    return {"device": context.device_id, "clinician": context.clinician_id}
