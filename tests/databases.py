"""Databases for the tests: migrated once, then copied for each test."""

import secrets
import shutil
import sqlite3
from pathlib import Path

from server.config import Config
from server.migrate import migrate
from server.secret import Secret
from tests.postgresql import create_database

SECRET = Secret(b"a secret that only tests know, long enough")


def config_for(folder: Path, database_url: str) -> Config:
    """Return a configuration for tests; nothing is read from the environment."""
    folder.mkdir(exist_ok=True)
    return Config(
        data_folder=folder,
        secret=SECRET,
        database_url=database_url,
        requests_a_second=0,  # a test is faster than any person
        testing=True,
    )


def sqlite_template(folder: Path) -> Path:
    """Migrate an SQLite file and close it, so that it can be copied."""
    file = folder / "template.db"
    migrate(config_for(folder, f"sqlite:///{file}"))
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


def sqlite_copy(template: Path, folder: Path) -> str:
    """Copy the migrated file; return the address of the copy."""
    return f"sqlite:///{shutil.copy(template, folder / 'kinesync.db')}"


def postgresql_template(server: str, folder: Path) -> str:
    """Migrate a PostgreSQL database; return its name."""
    name = "kinesync_template"
    migrate(config_for(folder, create_database(server, name)))
    return name


def postgresql_copy(server: str, template: str) -> str:
    """Copy the migrated database; return the address of the copy."""
    return create_database(server, f"test_{secrets.token_hex(6)}", template)
