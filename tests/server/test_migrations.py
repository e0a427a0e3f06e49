"""Migrations: they make what the models say, can be undone, and lose nothing on the way."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from server.config import Config
from server.db import db, transaction
from server.jobs import models as jobs
from server.migrate import DamagedByMigration, NewerDatabase, downgrade, migrate, newest_revision
from tests.databases import config_for
from tests.server.people import organization


@pytest.mark.both_databases
def test_the_migrated_tables_are_the_models_tables(app: Flask) -> None:
    assert jobs.__name__  # its tables are no part of the application's imports

    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)

    assert not differences


@pytest.mark.both_databases
def test_every_migration_can_be_undone_and_done_again(config: Config, app: Flask) -> None:
    downgrade(config, "base")
    with app.app_context():
        left = set(inspect(db.engine).get_table_names())
        db.engine.dispose()

    assert left == {"alembic_version"}
    assert migrate(config) == newest_revision()


@pytest.mark.both_databases
def test_migrating_what_is_migrated_changes_nothing(app: Flask, config: Config) -> None:
    with app.app_context(), transaction() as session:
        organization_id = organization(session).id

    assert migrate(config) == newest_revision()

    with app.app_context():
        assert db.session.scalar(text("SELECT id FROM organization")) == organization_id


@pytest.mark.both_databases
def test_a_database_of_a_newer_version_is_left_alone(app: Flask, config: Config) -> None:
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerDatabase, match="9999"):
        migrate(config)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("DELETE FROM clinic", "clinic had 1 rows"),
        ("DROP TRIGGER audit_row_no_update", "audit_row_no_update"),
        ("DELETE FROM organization", "organization"),
    ],
)
def test_a_migration_that_loses_something_is_rolled_back(
    config: Config, app: Flask, monkeypatch: pytest.MonkeyPatch, damage: str, says: str
) -> None:
    _with_a_clinic(app)
    upgrade = command.upgrade

    def careless(scripts: AlembicConfig, revision: str) -> None:
        upgrade(scripts, revision)
        scripts.attributes["connection"].exec_driver_sql(damage)

    monkeypatch.setattr(command, "upgrade", careless)
    with pytest.raises(DamagedByMigration, match=says):
        migrate(config)

    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM clinic")) == 1
        assert db.session.scalar(text("SELECT count(*) FROM organization")) == 1


def test_a_reference_to_nothing_is_found_afterwards(
    config: Config, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_clinic(app)

    def careless(scripts: AlembicConfig, _revision: str) -> None:
        connection = scripts.attributes["connection"]
        connection.exec_driver_sql("UPDATE clinic SET organization_id = 'gone'")

    monkeypatch.setattr(command, "upgrade", careless)
    with pytest.raises(DamagedByMigration, match="refer to nothing"):
        migrate(config)


def test_a_new_sqlite_file_is_in_wal_mode(tmp_path: Path) -> None:
    config = config_for(tmp_path / "data", f"sqlite:///{tmp_path / 'new.db'}")
    migrate(config)

    with sqlite3.connect(tmp_path / "new.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def _with_a_clinic(app: Flask) -> None:
    from server.organizations.operations import create_clinic
    from tests.server.people import BEGAN

    with app.app_context(), transaction() as session:
        create_clinic(
            session,
            organization_id=organization(session).id,
            name="Main",
            time_zone="America/New_York",
            place_of_service="11",
            now=BEGAN,
        )
