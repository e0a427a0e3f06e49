"""Looking at the database behind the server's back."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from server.db import db

TABLES = ("change", "audit_row", "applied_mutation", "quarantined", "visit", "section", "addendum")


def query(app: Flask, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with app.app_context():
        found = db.session().execute(text(statement), values)
        return [tuple(row) for row in found]


def counts(app: Flask) -> dict[str, int]:
    """Return how many rows each table of interest has."""
    return {table: query(app, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608
