"""The hash chain: each row's hash covers the row and the hash before it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, insert

from server.audit.models import AuditRow
from server.audit.operations import AuditNote
from server.db.bulk import BulkInsert
from server.db.canonical import canonical

HASHED = (
    "organization_id", "seq", "at", "clinician_id", "device_id",
    "action", "entity", "entity_id", "patient_id", "fields",
)  # fmt: skip

_INSERT = BulkInsert(lambda _dialect: insert(cast(Table, AuditRow.__table__)))


def row_hash(before: str, row: Mapping[str, Any]) -> str:
    """Return the hash of a row, given the hash of the row before it (or the genesis)."""
    values = [row[name] for name in HASHED]
    instant: datetime = row["at"]
    values[HASHED.index("at")] = instant.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256((before + canonical(values)).encode()).hexdigest()


def write_chain(connection: Connection, notes: Sequence[AuditNote], first: int, head: str) -> str:
    """Insert the notes as rows numbered from `first`; return the chain's new head."""
    rows = []
    for seq, note in enumerate(notes, start=first):
        row: dict[str, Any] = {
            "organization_id": note.organization_id,
            "seq": seq,
            "at": note.at,
            "clinician_id": note.clinician_id,
            "device_id": note.device_id,
            "action": note.action,
            "entity": note.entity,
            "entity_id": note.entity_id,
            "patient_id": note.patient_id,
            "fields": canonical(list(note.fields)),
        }
        head = row["hash"] = row_hash(head, row)
        rows.append(row)
    _INSERT.execute(connection, rows)
    return head
