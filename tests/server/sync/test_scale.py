"""A pull reads what changed since its cursor, by the index on the numbers, however long the feed is."""

import gzip
import json
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.db import db
from server.sync.pull import _PAGE, LARGEST
from tests.server.sync.clinic import PASSWORD, Clinic
from tests.server.sync.tablet import HEADERS, Tablet

ROWS = 20_000
NUMBERS = {
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :rows) {} FROM c",
    "postgresql": "{} FROM generate_series(1, :rows) AS n",
}
ROW = (
    "INSERT INTO change SELECT :organization, 'section', 'row-' || n, :seq + n, 1, false, "
    "'patient:' || n % 200, '{}'"
)


def plan(app: Flask, organization_id: str, scopes: Sequence[str], after: int) -> str:
    """Return how the database means to read a page."""
    with app.app_context(), db.engine.connect() as connection:
        name = connection.dialect.name
        values = {
            "organization_id": organization_id,
            "scopes": list(scopes),
            "after": after,
            "upto": LARGEST,
            "count": 501,
        }
        page = _PAGE.params(values).compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        explain = "EXPLAIN QUERY PLAN" if name == "sqlite" else "EXPLAIN"
        rows: Sequence[Any] = connection.exec_driver_sql(f"{explain} {page}".replace("%", "%%")).all()
        return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.both_databases
def test_a_delta_pull_reads_by_number_from_its_cursor(app: Flask, clinic: Clinic) -> None:
    with app.app_context(), db.engine.begin() as connection:
        seq = connection.execute(text("SELECT seq FROM organization_clock")).scalar_one()
        fill = text(NUMBERS[connection.dialect.name].replace("{}", ROW, 1))
        connection.execute(fill, {"organization": clinic.organization_id, "seq": seq, "rows": ROWS})
        connection.execute(text("ANALYZE change"))
    scopes = ["organization", *(f"patient:{number}" for number in range(0, 200, 2))]

    said = plan(app, clinic.organization_id, scopes, seq + ROWS - 300)

    by_number = "sqlite_autoindex_change_2" if "SEARCH" in said else "uq_change_organization_id"
    assert by_number in said
    assert "Seq Scan" not in said
    assert "TEMP B-TREE" not in said


def test_both_ways_are_compressed(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    client = app.test_client()
    client.post("/api/session", json={"email": clinic.email("pt"), "password": PASSWORD}, headers=HEADERS)
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", "Walks to the door and back. " * 400)
    push = {"protocol": 1, "device_id": tablet.device_id, "epoch": None, "mutations": [start, edit]}
    body = gzip.compress(json.dumps(push).encode())
    packed = {**HEADERS, "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}

    pushed = client.post("/api/sync/push", data=body, headers=packed, content_type="application/json")
    pulled = client.get("/api/sync/pull", headers=packed)

    assert [each["verdict"] for each in pushed.get_json()["verdicts"]] == ["applied", "applied"]
    assert pulled.headers["Content-Encoding"] == "gzip"
    whole = gzip.decompress(pulled.data)
    assert len(pulled.data) * 4 < len(whole)
    assert edit["data"]["text"] in {
        row["data"].get("text") for row in json.loads(whole)["changes"] if row["entity"] == "section"
    }
