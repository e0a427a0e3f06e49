"""Bringing the database to this version's tables, in one transaction, and checking the result.

On SQLite foreign keys are off meanwhile (recreating a table would otherwise empty
the ones that refer to it), set before the transaction since inside they cannot
be; so afterwards references, row counts and triggers are compared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from server.config import Config
from server.db.write_lock import WriteLock

_SERVER = Path(__file__).resolve().parent


class NewerDatabase(Exception):
    """The database was migrated by a newer version; this one must not touch it."""


class DamagedByMigration(Exception):
    """A migration lost rows, references or triggers; everything was rolled back."""


def migrate(config: Config, revision: str = "head") -> str:
    """Bring the database up to `revision` and return it; raise NewerDatabase or DamagedByMigration."""
    with _connected(config) as connection:
        scripts = _alembic(connection)
        _refuse_newer(connection, scripts)
        rows, triggers = _rows(connection), _triggers(connection)
        command.upgrade(scripts, revision)
        _refuse_damage(connection, rows, triggers)
        return present_revision(connection) or ""


def upgrade(connection: Connection) -> None:
    """Make this version's tables in an empty database, in the transaction that the connection is in."""
    command.upgrade(_alembic(connection), "head")


def downgrade(config: Config, revision: str) -> None:
    """Undo migrations down to `revision`; "base" undoes all, and everything is lost."""
    with _connected(config) as connection:
        command.downgrade(_alembic(connection), revision)


def present_revision(connection: Connection) -> str | None:
    """Return the revision that the database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision that this version knows as its last."""
    return ScriptDirectory(str(_folder())).get_current_head()


def _folder() -> Path:
    in_wheel = _SERVER / "migrations"
    return in_wheel if in_wheel.is_dir() else _SERVER.parent / "migrations"


def _alembic(connection: Connection) -> AlembicConfig:
    scripts = AlembicConfig()
    scripts.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    scripts.set_main_option("path_separator", "os")
    scripts.attributes["connection"] = connection
    return scripts


@contextmanager
def _connected(config: Config) -> Iterator[Connection]:
    engine = create_engine(config.database_url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        with WriteLock(config.data_folder).held(), engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - the connection is open
            raw.isolation_level = None
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()
    else:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '4s'")  # rather fail than stop the clinic
            yield connection


def _refuse_newer(connection: Connection, scripts: AlembicConfig) -> None:
    present = present_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(scripts).walk_revisions()}
    if present is not None and present not in known:
        raise NewerDatabase(f"The database is at revision {present}, which this version does not know.")


def _rows(connection: Connection) -> dict[str, int]:
    quote = connection.dialect.identifier_preparer.quote
    return {
        table: connection.exec_driver_sql(f"SELECT count(*) FROM {quote(table)}").scalar_one()  # noqa: S608
        for table in inspect(connection).get_table_names()
        if table != "alembic_version"
    }


def _triggers(connection: Connection) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    return set(connection.execute(text(query)).scalars())


def _refuse_damage(connection: Connection, rows: dict[str, int], triggers: set[str]) -> None:
    left = _rows(connection)
    for table, count in rows.items():
        if left.get(table, count) < count:
            raise DamagedByMigration(f"{table} had {count} rows and has {left[table]}.")
    lost = triggers - _triggers(connection)
    if lost:
        raise DamagedByMigration(f"Triggers were lost: {', '.join(sorted(lost))}.")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise DamagedByMigration(f"{len(broken)} rows of {broken[0][0]} refer to nothing.")
