"""The database: engine, types, canonical bytes, and the one place that commits.

Everything a domain needs is imported from here; the modules inside are parts of
one thing. Two rules hold everywhere: reads run in a plain read transaction, and
a write happens only inside `transaction()` or `run_transaction()`.
"""

from server.db.canonical import canonical, sha256_hex, uuid7
from server.db.engine import connect_database
from server.db.models import Base, Model, db
from server.db.transactions import run_transaction, transaction
from server.db.types import Id, Json, UtcDateTime, utc_now, wire_time

__all__ = [
    "Base",
    "Id",
    "Json",
    "Model",
    "UtcDateTime",
    "canonical",
    "connect_database",
    "db",
    "run_transaction",
    "sha256_hex",
    "transaction",
    "utc_now",
    "uuid7",
    "wire_time",
]
