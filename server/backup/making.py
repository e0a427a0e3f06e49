"""Making a backup: copy, verify, put in its place; only then are organizations told how far they are safe."""

from datetime import datetime
from pathlib import Path

from flask import Flask

from server.backup.generations import new_generation, prune
from server.backup.manifest import DATABASE, Manifest, fingerprint, sha256_of
from server.backup.snapshot import take_snapshot
from server.backup.verify import verify
from server.config import Config, config_of
from server.db import run_transaction
from server.feed import mark_backup


def back_up(app: Flask, folder: Path, now: datetime) -> Path:
    """Make a verified backup in `folder` and return where it is.

    Raises Damaged, NotMigrated, OSError or what the database raises; then nothing is left of it, older
    backups are all still there, and tablets keep what they kept.
    """
    config = config_of(app)
    with new_generation(folder, now) as (unfinished, final):
        _write(config, unfinished, now)
        manifest = verify(unfinished)
    with app.app_context():
        safe = [(each.organization_id, each.epoch, each.seq) for each in manifest.contents.organizations]
        run_transaction(lambda session: mark_backup(session, safe, now))
    prune(folder, config.backups_kept)
    return final


def _write(config: Config, folder: Path, now: datetime) -> None:
    file = folder / DATABASE
    contents = take_snapshot(config, file)
    for left in folder.iterdir():
        if left != file:
            left.unlink()  # locks that writing the copy took
    Manifest(
        made_at=now,
        engine=config.database_url.partition(":")[0].partition("+")[0],
        sha256=sha256_of(file),
        secret=fingerprint(config.secret),
        contents=contents,
    ).write(folder)
