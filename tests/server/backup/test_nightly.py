"""Every night a backup; administrators hear when there is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from server.backup.generations import generations
from server.backup.nightly import back_up_nightly
from server.config import Config, ConfigFault
from server.db import db, transaction
from server.notifications.models import Notice
from tests.server.people import clinician, organization

NIGHT = datetime(2026, 11, 23, 7, 1, tzinfo=UTC)


@pytest.fixture
def administrator(app: Flask) -> str:
    """An organization's administrator; the therapist beside is told nothing."""
    with app.app_context(), transaction() as session:
        house = organization(session)
        clinician(session, house.id, "therapist")
        made = clinician(session, house.id, "administrator")
        return made.clinician.id


def run(app: Flask, now: datetime) -> list[tuple[str, str]]:
    """Run the job; return all notices that there are."""
    with app.app_context():
        back_up_nightly(db.session(), now)
        db.session().rollback()
        return [(each.clinician_id, each.kind) for each in db.session().query(Notice)]


def keep_in(app: Flask, folder: Path) -> None:
    """Configure a folder of backups."""
    app.extensions["kinesync_config"] = replace(app.extensions["kinesync_config"], backups=folder)


def test_without_a_folder_administrators_are_told_once_a_month(app: Flask, administrator: str) -> None:
    run(app, NIGHT)

    assert run(app, NIGHT + timedelta(days=1)) == [(administrator, "backup-missing")]


@pytest.mark.usefixtures("administrator")
def test_one_backup_a_night_also_when_the_hour_was_missed(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    keep_in(app, folder)

    made = []
    for hours in (0, 1, 23, 24, 35):
        assert run(app, NIGHT + timedelta(hours=hours)) == []
        made.append(len(generations(folder)))

    assert made == [1, 1, 1, 2, 2]


def test_a_backup_that_fails_is_told_once_a_day_and_tried_again(
    app: Flask, administrator: str, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.write_text("a file stands where the folder should be")
    keep_in(app, folder)
    run(app, NIGHT)
    assert run(app, NIGHT + timedelta(minutes=15)) == [(administrator, "backup-failed")]

    folder.unlink()
    run(app, NIGHT + timedelta(minutes=30))

    assert len(generations(folder)) == 1


def test_the_folder_must_be_named_in_full(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match="KINESYNC_BACKUP_FOLDER"):
        Config.from_environment({"DATA": str(tmp_path), "KINESYNC_BACKUP_FOLDER": "backups"})
    read = Config.from_environment({"DATA": str(tmp_path), "KINESYNC_BACKUP_FOLDER": str(tmp_path / "b")})
    assert read.backups == read.backup_folder == tmp_path / "b"
