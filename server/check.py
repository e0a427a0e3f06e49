"""`kinesync check`: is this installation sound? All findings at once, each with what to do."""

import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from server.config import Config
from server.migrate import migrate, newest_revision, present_revision
from server.web.tablet_app import built_app

WAL_RESET_FIXED = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `hint` says what to do when it is not well."""

    well: bool
    says: str
    hint: str = ""


def check(config: Config) -> Iterator[Finding]:
    """Look at everything that must hold for clinical work; yield a finding for each."""
    yield _secret(config)
    yield _tablet_app()
    engine = create_engine(config.database_url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield from _database(config, connection)
    except OperationalError:
        yield Finding(False, "the database cannot be opened", "look at DATA and DATABASE_URL")


def _database(config: Config, connection: Connection) -> Iterator[Finding]:
    present, newest = present_revision(connection), newest_revision()
    yield Finding(present == newest, f"the database is at revision {present}", "run `kinesync migrate`")
    if present != newest:
        return
    missing = _guarded_tables_of_new_database(config) - _guarded_tables(connection)
    yield Finding(
        not missing,
        "append-only tables are guarded" if not missing else f"not guarded: {', '.join(sorted(missing))}",
        "restore the triggers from a backup: somebody removed them",
    )
    if connection.dialect.name == "sqlite":
        yield from _sqlite(connection)


def _sqlite(connection: Connection) -> Iterator[Finding]:
    state = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    yield Finding(state == "ok", f"SQLite's own check says: {state}", "restore the last backup")
    mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
    yield Finding(mode == "wal", f"journal mode {mode}", "run `kinesync migrate`")
    fixed = sqlite3.sqlite_version_info >= WAL_RESET_FIXED
    remark = "" if fixed else ", kept from its WAL-reset fault by the write lock: let nothing else write here"
    yield Finding(True, f"SQLite {sqlite3.sqlite_version}{remark}")


def _secret(config: Config) -> Finding:
    path = config.data_folder / "secret"
    if not path.exists():
        return Finding(True, "the secret comes from the environment")
    private = stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    return Finding(private, "the secret is readable by its owner alone", f"run `chmod 600 {path}`")


def _tablet_app() -> Finding:
    return Finding((built_app() / "index.html").is_file(), "the tablet app is built", "run `make setup`")


def _guarded_tables_of_new_database(config: Config) -> set[str]:
    """Return the tables that have triggers in a database just made."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        migrate(replace(config, data_folder=Path(folder), database_url=f"sqlite:///{file}"))
        engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
        with engine.connect() as connection:
            return _guarded_tables(connection)


def _guarded_tables(connection: Connection) -> set[str]:
    query = (
        "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return set(connection.execute(text(query)).scalars())
