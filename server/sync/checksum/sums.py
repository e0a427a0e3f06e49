"""Digests of the rows of a scope.

A row's digest covers its entity, id, version and the hash of its data; a set's is the exclusive or of its
rows', so it depends on no order, and a part's is found without the others. Deleted rows are not counted:
a tablet may or may not keep their tombstones.

>>> row_digest("section", "a", 1, "{}") ^ row_digest("section", "a", 1, "{}")
0
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.db import sha256_hex
from server.feed import Change, clock_of
from server.sync.cursor import Cursor
from server.sync.scope import Scope, owe

FEW_ROWS: Final = 16  # so few are named one by one
DIGEST_BYTES: Final = 8
AT_ONCE: Final = 2000


class Held(NamedTuple):
    """A row as a tablet should hold it."""

    entity: str
    id: str
    version: int
    hash: str


@dataclass
class Sum:
    """How many rows, and their digests in one."""

    count: int = 0
    digest: int = 0

    def add(self, row: Held) -> None:
        """Take in a row."""
        self.count += 1
        self.digest ^= _digest(row)

    def told(self) -> dict[str, int | str]:
        """Return it as the wire has it."""
        return {"count": self.count, "sum": f"{self.digest:0{2 * DIGEST_BYTES}x}"}


@dataclass
class Parts:
    """The parts of a scope below a prefix: one for each next hex digit; and the rows when they are few."""

    sums: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    rows: list[Held] = field(default_factory=list)


def row_digest(entity: str, id_: str, version: int, data: str) -> int:
    """Return the digest of one row; `data` is its canonical JSON."""
    return _digest(Held(entity, id_, version, sha256_hex(data)))


def row_place(entity: str, id_: str) -> str:
    """Return the hex text whose beginnings divide a scope into parts."""
    return sha256_hex(f"{entity}/{id_}")


def sums_of_scopes(session: Session, organization_id: str, scopes: Sequence[str]) -> dict[str, Sum]:
    """Return the digest of each scope, also of those without a row."""
    sums = {scope: Sum() for scope in scopes}
    for scope, row in _rows(session, organization_id, scopes):
        sums[scope].add(row)
    return sums


def parts_of_scope(session: Session, organization_id: str, scope: str, prefix: str) -> Parts:
    """Return the digests of the parts of one scope whose places begin with the prefix."""
    parts = Parts()
    for _, row in _rows(session, organization_id, [scope]):
        place = row_place(row.entity, row.id)
        if place.startswith(prefix):
            parts.sums[place[: len(prefix) + 1]].add(row)
            parts.rows.append(row)
    return parts


def is_current(session: Session, organization_id: str, scope: Scope, cursor: Cursor | None) -> bool:
    """Tell whether a tablet at this cursor has been given everything; else it pulls first."""
    if cursor is None or cursor.epoch != clock_of(session, organization_id).epoch:
        return False
    owed, removed = owe(cursor, scope)
    if removed or owed.backfill or owed.seq != cursor.seq:
        return False
    newer = exists().where(
        Change.organization_id == organization_id, Change.scope.in_(scope.feeds()), Change.seq > cursor.seq
    )
    return not session.scalar(select(newer))


def _rows(session: Session, organization_id: str, scopes: Sequence[str]) -> Iterator[tuple[str, Held]]:
    live = (
        select(Change.scope, Change.entity, Change.entity_id, Change.version, Change.data)
        .where(Change.organization_id == organization_id, Change.scope.in_(scopes), Change.deleted.is_(False))
        .execution_options(yield_per=AT_ONCE)
    )
    for scope, entity, id_, version, data in session.execute(live):
        yield scope, Held(entity, id_, version, sha256_hex(data))


def _digest(row: Held) -> int:
    text = f"{row.entity}/{row.id}/{row.version}/{row.hash}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:DIGEST_BYTES])
