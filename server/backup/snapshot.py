"""A consistent copy of the database in one SQLite file, made while the server goes on.

SQLite is copied page by page in a read transaction of its own. PostgreSQL is read in one REPEATABLE READ
transaction and written row by row into a file with the same tables: one format, verified the same way,
that can be put back on either engine and needs no program of the server's version.
"""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from server.backup.manifest import Contents
from server.backup.tables import contents_of, copy_rows
from server.config import Config
from server.migrate import migrate, newest_revision, present_revision


class NotMigrated(Exception):
    """The database is not at this version's revision."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is at revision {revision}, this version at {newest_revision()}. "
            "Run `kinesync migrate` first."
        )


def take_snapshot(config: Config, file: Path) -> Contents:
    """Copy the database into a new file and return what was in it; raise NotMigrated."""
    on_sqlite = make_url(config.database_url).get_backend_name() == "sqlite"
    contents = _pages(config, file) if on_sqlite else _rows(config, file)
    settle_file(file)
    return contents


def open_engine(database_url: str) -> Engine:
    """Return an engine that keeps no connection; its transactions see one state of the database."""
    level = "REPEATABLE READ" if database_url.startswith("postgresql") else "SERIALIZABLE"
    return create_engine(database_url, poolclass=NullPool, hide_parameters=True, isolation_level=level)


def settle_file(file: Path, journal: str = "DELETE") -> None:
    """Make one file of an SQLite database, on disk, readable by its owner alone."""
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA journal_mode={journal}")
    connection.close()
    file.chmod(0o600)
    synchronize(file)


def synchronize(path: Path) -> None:
    """Have the operating system put a file or a folder on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pages(config: Config, file: Path) -> Contents:
    with open_engine(config.database_url).connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - it is SQLite's
        raw.isolation_level = None
        raw.execute("BEGIN")  # what is counted is what is copied
        _require_current(connection)
        contents = contents_of(connection)
        target = sqlite3.connect(file)
        try:
            raw.backup(target)
        finally:
            target.close()
    return contents


def _rows(config: Config, file: Path) -> Contents:
    address = f"sqlite:///{file}"
    with open_engine(config.database_url).connect() as source:
        _require_current(source)
        contents = contents_of(source)
        migrate(replace(config, data_folder=file.parent, database_url=address))
        with open_engine(address).begin() as target:
            copy_rows(source, target)
    return contents


def _require_current(connection: Connection) -> None:
    revision = present_revision(connection)
    if revision != newest_revision():
        raise NotMigrated(revision or "none")
