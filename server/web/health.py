"""`/healthz`: whether the server answers and reaches its database, and what runs."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from server.db import db
from server.problems import Busy


def report_health(app: Flask, version: str) -> None:
    """Add `/healthz`."""

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Say that all is well, or answer 503."""
        revision = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        if revision is None:
            raise Busy("The database is not migrated.")
        return {
            "status": "ok",
            "version": version,
            "database": db.engine.dialect.name,
            "revision": revision,
        }
