"""Copies of a test's SQLite database, taken and put back as an operator would with the server stopped."""

import shutil
from pathlib import Path

from flask import Flask

from server.config import config_of
from server.db import db

FILES = ("", "-wal", "-shm")


class Backups:
    """Copies of the database file, taken and put back while nobody writes."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.file = Path(config_of(app).database_url.removeprefix("sqlite:///"))
        self.folder = folder

    def take(self) -> None:
        """Copy the database."""
        self._close()
        self._copy(self.file.parent, self.folder)

    def restore(self) -> None:
        """Put the copy back."""
        self._close()
        self._copy(self.folder, self.file.parent)

    def _close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def _copy(self, source: Path, target: Path) -> None:
        for ending in FILES:
            name = self.file.name + ending
            (target / name).unlink(missing_ok=True)
            if (source / name).exists():
                shutil.copy(source / name, target / name)
