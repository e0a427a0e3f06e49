"""Verifying an organization's audit chain from its first row to its head."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import Session

from server.audit.chain import HASHED, row_hash
from server.audit.models import AuditRow
from server.feed import OrganizationClock
from server.feed.operations import genesis

_PAGE = 2000  # rows held in memory at once


@dataclass(frozen=True, slots=True)
class Verified:
    """What a chain proved to be. `fault` names the first row that is wrong, and how."""

    organization_id: str
    rows: int
    head: str
    fault: str | None


def verify_chain(session: Session, organization_id: str) -> Verified:
    """Compute every hash anew and compare it; say where the chain first breaks."""
    head, seq = genesis(organization_id), 0
    for row in _rows(session, organization_id):
        seq += 1
        if row.seq != seq:
            return Verified(organization_id, seq - 1, head, f"row {seq} is missing")
        head = row_hash(head, {name: getattr(row, name) for name in HASHED})
        if head != row.hash:
            return Verified(organization_id, seq, row.hash, f"row {seq} is not what was written")
    clock = session.execute(
        select(OrganizationClock.audit_seq, OrganizationClock.audit_head).where(
            OrganizationClock.organization_id == organization_id
        )
    ).one()
    fault = None
    if clock.audit_seq != seq:
        fault = (
            f"row {min(seq, clock.audit_seq) + 1} is missing or too many: {clock.audit_seq} rows were written"
        )
    elif clock.audit_head != head:
        fault = f"row {seq} is not the last that was written"
    return Verified(organization_id, seq, head, fault)


def hash_at(session: Session | Connection, organization_id: str, seq: int) -> str | None:
    """Return the stored hash of one row; of row 0 the head that a chain starts from."""
    if seq == 0:
        return genesis(organization_id)
    mine = AuditRow.organization_id == organization_id
    return session.scalar(select(AuditRow.hash).where(mine, AuditRow.seq == seq))


def _rows(session: Session, organization_id: str) -> Iterator[Row[*tuple[Any, ...]]]:
    columns = [getattr(AuditRow, name) for name in (*HASHED, "hash")]
    chain = select(*columns).where(AuditRow.organization_id == organization_id).order_by(AuditRow.seq)
    with session.execute(chain, execution_options={"yield_per": _PAGE}) as result:
        yield from result
