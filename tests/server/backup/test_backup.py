"""A backup is consistent, verified, and only then counted upon; a restore brings everything back, once."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.backup.generations import generations, newest
from server.backup.making import back_up
from server.backup.manifest import DATABASE, MANIFEST, Damaged
from server.backup.restoring import InUse, NotEmpty, OtherSecret, restore
from server.backup.verify import verify
from server.config import Config
from server.db import db
from server.secret import Secret
from server.served import Served, serving
from tests.server.sync.clinic import Clinic, make_clinic
from tests.server.sync.stored import query
from tests.server.sync.tablet import FlaskDoor, Tablet, names

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=9)


@pytest.fixture
def clinic(app: Flask) -> Clinic:
    """A practice with two patients."""
    return make_clinic(app)


@pytest.fixture
def tablet(app: Flask, clinic: Clinic) -> Tablet:
    """The PT's tablet."""
    return Tablet(FlaskDoor(app.test_client())).sign_in(clinic.email("pt"))


@pytest.fixture
def let_go(app: Flask) -> Iterator[Callable[[], None]]:
    """Close what the application keeps open of its database, as stopping it does."""

    def close() -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()

    yield close
    close()


@pytest.mark.both_databases
def test_after_a_restore_tablets_send_again_and_everything_is_there_once(
    app: Flask, config: Config, clinic: Clinic, tablet: Tablet, tmp_path: Path, let_go: Callable[[], None]
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    first = tablet.edit(start["entity"], "plan", "Walk")
    tablet.push(start, first)
    made = back_up(app, tmp_path / "kept", NOW)
    second = tablet.edit(start["entity"], "objective", "Stands")
    tablet.push(second)
    tablet.pull()
    ended = tablet.epoch
    let_go()

    restore(config, made, LATER, replacing=True)
    status, _ = tablet.door.ask("GET", "/api/sync/pull")
    assert status == 401  # whoever was signed in then signs in again
    tablet.sign_in(clinic.email("pt"))
    page = tablet.page()

    assert page["epoch"] != ended
    assert tablet.sections() == {(start["entity"], "plan"): "Walk"}
    assert names(tablet.push(start, first, second)) == ["duplicate", "duplicate", "applied"]
    tablet.pull()
    assert tablet.sections() == {
        (start["entity"], "plan"): "Walk",
        (start["entity"], "objective"): "Stands",
    }
    assert query(app, "SELECT count(*) FROM visit") == [(1,)]
    assert query(app, "SELECT count(*) FROM section") == [(2,)]
    assert query(app, "SELECT count(*) FROM audit_row WHERE action = 'database.restore'") == [(1,)]


@pytest.mark.both_databases
def test_a_pull_tells_how_far_the_newest_backup_goes(
    app: Flask, clinic: Clinic, tablet: Tablet, tmp_path: Path
) -> None:
    assert tablet.page()["backup_seq"] is None
    acknowledged = tablet.send([tablet.start_visit(clinic.patients[0])])[1]["seq"]
    back_up(app, tmp_path / "kept", NOW)

    assert tablet.page()["backup_seq"] >= acknowledged
    later = tablet.send([tablet.start_visit(clinic.patients[1])])[1]["seq"]
    assert tablet.page()["backup_seq"] < later


@pytest.mark.both_databases
def test_a_backup_in_the_middle_of_pushes_holds_each_batch_whole_or_not_at_all(
    app: Flask, clinic: Clinic, tablet: Tablet, tmp_path: Path
) -> None:
    ready, stop = threading.Event(), threading.Event()

    def push() -> None:
        while not stop.is_set():
            start = tablet.start_visit(clinic.patients[0])
            tablet.push(start, tablet.edit(start["entity"], "plan", "Walk"))
            ready.set()

    pusher = threading.Thread(target=push)
    pusher.start()
    try:
        assert ready.wait(30)
        made = back_up(app, tmp_path / "kept", NOW)
    finally:
        stop.set()
        pusher.join()

    tables = verify(made).contents.tables
    assert tables["visit"] == tables["section"] > 0
    assert tables["applied_mutation"] == 2 * tables["visit"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_backup_of_one_engine_can_be_put_back_on_the_other(
    app: Flask, config: Config, clinic: Clinic, tablet: Tablet, tmp_path: Path, let_go: Callable[[], None]
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start, tablet.edit(start["entity"], "plan", "Gehen – ohne Hilfe"))
    made = back_up(app, tmp_path / "kept", NOW)
    let_go()
    moved = replace(config, data_folder=tmp_path, database_url=f"sqlite:///{tmp_path / 'moved.db'}")

    restore(moved, made, LATER)
    there = create_app(moved)
    back = back_up(there, tmp_path / "kept", LATER)
    with there.app_context():
        db.engine.dispose()
    restore(config, back, LATER, replacing=True)

    tablet.sign_in(clinic.email("pt"))
    tablet.page()
    assert tablet.sections() == {(start["entity"], "plan"): "Gehen – ohne Hilfe"}
    assert names(tablet.push(tablet.edit(start["entity"], "objective", "Stands"))) == ["applied"]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda made: (made / DATABASE).unlink(), "missing"),
        (lambda made: _flip(made / DATABASE), "hash differs"),
        (lambda made: (made / MANIFEST).unlink(), "cannot be read"),
        (lambda made: (made / MANIFEST).write_text("{}"), "not the manifest"),
        (lambda made: _recount(made / MANIFEST), "patient has 2 rows, not 3"),
    ],
)
@pytest.mark.usefixtures("clinic")
def test_a_damaged_backup_changes_nothing(
    app: Flask,
    config: Config,
    tmp_path: Path,
    let_go: Callable[[], None],
    damage: Callable[[Path], object],
    says: str,
) -> None:
    made = back_up(app, tmp_path / "kept", NOW)
    before = query(app, "SELECT epoch, seq FROM organization_clock")
    let_go()
    damage(made)

    with pytest.raises(Damaged, match=says):
        restore(config, made, LATER, replacing=True)

    assert query(app, "SELECT epoch, seq FROM organization_clock") == before


@pytest.mark.both_databases
@pytest.mark.usefixtures("clinic")
def test_a_restore_refuses_what_somebody_uses_or_nobody_gave_up(
    app: Flask, config: Config, tmp_path: Path, let_go: Callable[[], None]
) -> None:
    made = back_up(app, tmp_path / "kept", NOW)
    let_go()

    with pytest.raises(NotEmpty):
        restore(config, made, LATER)
    with pytest.raises(OtherSecret):
        restore(replace(config, secret=Secret(b"another secret, long enough for it")), made, LATER)
    with serving(config.data_folder), pytest.raises(Served):
        restore(config, made, LATER, replacing=True)
    if config.database_url.startswith("postgresql"):
        with app.app_context(), db.engine.connect(), pytest.raises(InUse):
            restore(config, made, LATER, replacing=True)
    assert query(app, "SELECT count(*) FROM audit_row WHERE action = 'database.restore'") == [(0,)]


@pytest.mark.usefixtures("clinic")
def test_what_was_replaced_is_kept_beside(
    app: Flask, config: Config, tmp_path: Path, let_go: Callable[[], None]
) -> None:
    made = back_up(app, tmp_path / "kept", NOW)
    let_go()

    restore(config, made, LATER, replacing=True)

    assert list(tmp_path.glob("kinesync.db.before-20261123T160000Z"))
    assert not (tmp_path / "restoring").exists()


@pytest.mark.usefixtures("clinic")
def test_a_log_left_by_a_database_that_is_gone_is_not_played_into_the_backup(
    app: Flask, config: Config, tmp_path: Path, let_go: Callable[[], None]
) -> None:
    made = back_up(app, tmp_path / "kept", NOW)
    let_go()
    database = tmp_path / "kinesync.db"
    database.unlink()
    log = Path(f"{database}-wal")
    log.write_bytes(b"what a killed server had committed")

    restore(config, made, LATER, replacing=False)

    assert database.exists()
    assert not log.exists()
    assert list(tmp_path.glob("kinesync.db.before-*-wal"))


@pytest.mark.usefixtures("clinic")
def test_only_so_many_backups_are_kept_and_a_failing_one_costs_none(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    app.extensions["kinesync_config"] = replace(app.extensions["kinesync_config"], backups_kept=2)
    for hours in range(3):
        back_up(app, folder, NOW + timedelta(hours=hours))

    with pytest.raises(FileExistsError):
        back_up(app, folder, NOW + timedelta(hours=2))

    assert len(generations(folder)) == len(list(folder.iterdir())) == 2
    assert newest(folder) == NOW + timedelta(hours=2)
    assert (folder.stat().st_mode & 0o077, next(folder.rglob(DATABASE)).stat().st_mode & 0o077) == (0, 0)


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _recount(manifest: Path) -> None:
    fields = json.loads(manifest.read_text())
    fields["contents"]["tables"]["patient"] += 1
    manifest.write_text(json.dumps(fields))
