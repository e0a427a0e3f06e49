"""Engine settings: what every connection to SQLite or PostgreSQL is told first."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

from server.db.models import db
from server.db.write_lock import WriteLock

WRITE = "kinesync_write"  # execution option of a connection that will write
LOCK = "kinesync_write_lock"  # key in app.extensions

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an answered push survives power loss
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE slips past append-only triggers
    "trusted_schema=OFF",
    "busy_timeout=10000",
    "journal_size_limit=67108864",
    "wal_autocheckpoint=4000",  # pages: a page that many pushes touch is copied back once for all of them
    "cache_size=-4000",  # KiB for each connection
    "temp_store=MEMORY",
)


def connect_database(app: Flask, url: str, folder: Path) -> None:
    """Bind `db` to the database at `url`; `folder` keeps the write lock of SQLite."""
    on_sqlite = make_url(url).get_backend_name() == "sqlite"
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _sqlite_options() if on_sqlite else _postgresql_options()
    db.init_app(app)
    app.extensions[LOCK] = WriteLock(folder) if on_sqlite else None
    if on_sqlite:
        with app.app_context():
            _prepare_sqlite(db.engine)


def _sqlite_options() -> dict[str, Any]:
    # hide_parameters: else a failing statement prints patient data into the log.
    return {"hide_parameters": True, "pool_size": 16, "max_overflow": 16, "connect_args": {"timeout": 10}}


def _postgresql_options() -> dict[str, Any]:
    return {
        "hide_parameters": True,
        "pool_size": 16,
        "max_overflow": 16,
        "pool_pre_ping": True,
        "isolation_level": "READ COMMITTED",
    }


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # else BEGIN comes only with the first write, after the reads
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
