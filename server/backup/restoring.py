"""Putting a backup back: verified first, all or nothing, under a new epoch for every organization.

With a new epoch each tablet starts its feed over and sends again what it still keeps, so what came after
the backup returns by itself. Sign-ins of then are ended: somebody may have been shut out since.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from server import audit
from server.accounts.sessions import end_all_sessions
from server.app import create_app
from server.backup.manifest import DATABASE, MANIFEST, Manifest, fingerprint
from server.backup.snapshot import open_engine, settle_file, synchronize
from server.backup.tables import copy_rows
from server.backup.verify import verify
from server.config import Config
from server.db import db, run_transaction
from server.feed import renew_epoch
from server.migrate import migrate, upgrade
from server.organizations.operations import organization_ids
from server.served import unserved

_BESIDE: Final = ("-wal", "-shm")


class NotEmpty(Exception):
    """There is a database already, and nobody said that it may go."""


class InUse(Exception):
    """Somebody is connected to the database."""


class OtherSecret(Exception):
    """The backup belongs to a server with another secret."""


def restore(
    config: Config, backup: Path, now: datetime, *, replacing: bool = False, other_secret: bool = False
) -> Manifest:
    """Put a backup in the place of the database and return what it says of itself.

    Raises Damaged, OtherSecret, Served, InUse or NotEmpty before anything is changed.
    """
    folder = backup.parent if backup.name in (MANIFEST, DATABASE) else backup
    manifest = verify(folder)
    if manifest.secret != fingerprint(config.secret) and not other_secret:
        raise OtherSecret
    on_sqlite = make_url(config.database_url).get_backend_name() == "sqlite"
    target = Path(make_url(config.database_url).database or "") if on_sqlite else None
    beside = target.parent if target else config.data_folder
    with (
        unserved(config.data_folder),
        _prepared(config, folder / DATABASE, beside / "restoring", now) as file,
    ):
        if target:
            _put_file(target, file, now, replacing)
        else:
            _put_rows(config, file, replacing)
    return manifest


@contextmanager
def _prepared(config: Config, file: Path, place: Path, now: datetime) -> Iterator[Path]:
    """Give a copy of the backup's file, brought to this version, with new epochs and nobody signed in."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        copy = place / DATABASE
        shutil.copyfile(file, copy)
        copied = replace(config, data_folder=place, database_url=f"sqlite:///{copy}")
        migrate(copied)
        app = create_app(copied)
        with app.app_context():
            run_transaction(lambda session: _begin_anew(session, now))
            db.session.remove()
            db.engine.dispose()
        settle_file(copy, journal="WAL")
        yield copy
    finally:
        shutil.rmtree(place)


def _begin_anew(session: Session, now: datetime) -> None:
    end_all_sessions(session, "restored", now)
    for organization_id in organization_ids(session):
        renew_epoch(session, organization_id)
        audit.note(
            session,
            organization_id=organization_id,
            clinician_id=None,
            device_id=None,
            action="database.restore",
            entity="organization_clock",
            entity_id=organization_id,
            now=now,
        )


def _put_file(target: Path, prepared: Path, now: datetime, replacing: bool) -> None:
    if target.exists() and not replacing:
        raise NotEmpty(str(target))
    kept = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%SZ}")
    # Also where the file itself is gone: SQLite would play an old log back into the backup.
    for ending in (*_BESIDE, ""):
        if (beside := Path(f"{target}{ending}")).exists():
            os.rename(beside, f"{kept}{ending}")
    os.rename(prepared, target)
    synchronize(target.parent)


def _put_rows(config: Config, prepared: Path, replacing: bool) -> None:
    """Write all rows into PostgreSQL in one transaction, after whatever was there is gone."""
    with (
        open_engine(f"sqlite:///{prepared}").connect() as source,
        open_engine(config.database_url).begin() as target,
    ):
        _refuse_others(target)
        if inspect(target).get_table_names():
            if not replacing:
                raise NotEmpty(str(make_url(config.database_url).database))
            _clear(target)
        upgrade(target)
        copy_rows(source, target)


def _refuse_others(connection: Connection) -> None:
    others = connection.execute(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    ).scalar_one()
    if others:
        raise InUse(f"{others} connections are open")


def _clear(connection: Connection) -> None:
    """Drop every table, and the functions of the triggers that guarded some."""
    quote = connection.dialect.identifier_preparer.quote
    guards = connection.execute(
        text(
            "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype"
            " AND pronamespace = current_schema()::regnamespace"
        )
    )
    drops = [f"DROP FUNCTION {quote(name)}" for name in guards.scalars()]
    tables = ", ".join(quote(name) for name in inspect(connection).get_table_names())
    for statement in (f"DROP TABLE {tables}", *drops):
        connection.execute(text(statement))
