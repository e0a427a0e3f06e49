"""The rules at hand: the packs an operator imported, read again when the folder changes.

What ships answers where nothing newer was imported. A pack that is broken fails the day that asks it, and
says so; it never makes another pack answer in its place.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.billing import Rules
from server.claims.models import ServiceDay
from server.config import config_of
from server.visits.operations import mark_all_due

State = tuple[tuple[str, int, int], ...]


class RulesAtHand:
    """The rules of one folder. Read once, and again when a file changes: a table is large."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._known: tuple[State, Rules] | None = None

    def __call__(self) -> Rules:
        """Return the rules; raise PackError."""
        state = self._state()
        if not state:
            return Rules.shipped()
        with self._lock:
            if self._known is None or self._known[0] != state:
                self._known = (state, Rules.imported(self._folder))
            return self._known[1]

    def _state(self) -> State:
        packs = sorted(self._folder.glob("*.csv"))
        return tuple((path.name, (stat := path.stat()).st_mtime_ns, stat.st_size) for path in packs)


_AT_HAND: dict[Path, RulesAtHand] = {}


def rules_at_hand() -> RulesAtHand:
    """Return the rules of this installation; one object for each folder, so that packs are read once."""
    folder = config_of(current_app).data_folder / "rules"
    return _AT_HAND.setdefault(folder, RulesAtHand(folder))


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first day of the quarter that `day` lies in, and of the next.

    >>> [str(one) for one in quarter_of(date(2026, 11, 23))]
    ['2026-10-01', '2027-01-01']
    """
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)


def mark_for_pack(session: Session, effective: Iterable[date], now: datetime) -> int:
    """Mark the visits of days that newly imported packs may change; return how many.

    Every organization's: the days that are not final, and all those of a pack's own quarter.
    """
    may_change = [ServiceDay.state != "final"]
    for day in effective:
        first, after = quarter_of(day)
        may_change.append((ServiceDay.date_of_service >= first) & (ServiceDay.date_of_service < after))
    days = session.scalars(select(ServiceDay.visit_ids).where(or_(*may_change)))
    return mark_all_due(session, (visit_id for visit_ids in days for visit_id in visit_ids), now)
