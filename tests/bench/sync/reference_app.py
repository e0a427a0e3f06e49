"""The yardstick: the same protocol with nothing but its core, to measure the real server against.

Idempotency by the mutation's id, one counter for the organization taken last, newest state only. No
sign-in, no mapped classes, no rules of any domain, no audit: what those cost is the ratio in the report.
It is code of the bench, not of the product.
"""

import json
import os
import threading
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, request
from sqlalchemy.dialects.sqlite import insert

metadata = sa.MetaData()
clock = sa.Table("clock", metadata, sa.Column("seq", sa.Integer, nullable=False))
ledger = sa.Table("ledger", metadata, sa.Column("id", sa.String(36), primary_key=True))
row = sa.Table(
    "row",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False, unique=True),
    sa.Column("data", sa.Text, nullable=False),
)


def make_engine(address: str) -> sa.Engine:
    """Return an engine that begins as the product's does: WAL, synchronous FULL, IMMEDIATE to write."""
    engine = sa.create_engine(address, pool_size=8, connect_args={"timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(clock.insert().values(seq=0))
    return engine


def create_app() -> Flask:
    """Return the yardstick over the file named by REFERENCE_DATABASE."""
    app = Flask(__name__)
    engine = make_engine(os.environ["REFERENCE_DATABASE"])
    turn = threading.Lock()

    @app.post("/push")
    def push() -> dict[str, Any]:
        mutations = request.get_json()["mutations"]
        with turn, engine.execution_options(writes=True).begin() as connection:
            return {"verdicts": apply(connection, mutations)}

    @app.get("/pull")
    def pull() -> Response:
        after, limit = int(request.args.get("cursor") or 0), 500
        wanted = sa.select(row).where(row.c.seq > after).order_by(row.c.seq).limit(limit + 1)
        with engine.connect() as connection:
            found = connection.execute(wanted).all()
        page = found[:limit]
        changes = ",".join(each.data for each in page)
        last = page[-1].seq if page else after
        more = "true" if len(found) > limit else "false"
        text = f'{{"cursor":"{last}","has_more":{more},"changes":[{changes}]}}'
        return Response(text, mimetype="application/json")

    return app


def apply(connection: sa.Connection, mutations: Sequence[dict[str, Any]]) -> list[str]:
    """Store what is new, number it last, and say what became of each."""
    ids = [{"id": each["id"]} for each in mutations]
    claim = insert(ledger).values(ids).on_conflict_do_nothing().returning(ledger.c.id)
    fresh = set(connection.scalars(claim))
    new = [each for each in mutations if each["id"] in fresh]
    if new:
        step = clock.update().values(seq=clock.c.seq + len(new)).returning(clock.c.seq)
        first = connection.execute(step).scalar_one() - len(new) + 1
        rows = [
            {
                "id": f"{each['entity']} {each['data']['section']}",
                "seq": first + place,
                "data": json.dumps(each),
            }
            for place, each in enumerate(new)
        ]
        upsert = insert(row)
        newest = {name: upsert.excluded[name] for name in ("seq", "data")}
        connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=newest), rows)
    return ["applied" if each["id"] in fresh else "duplicate" for each in mutations]
