"""A tablet compares what it holds with the feed, finds the rows that differ, and gets them again."""

import logging
from typing import Any

import pytest
from flask import Flask

from server.db import canonical
from server.sync.checksum.sums import row_digest, row_place
from tests.server.sync.clinic import Clinic, lose
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import Json, Tablet

Key = tuple[str, str]


def scope_of(row: Json) -> str:
    """Return the scope of a row as a tablet derives it."""
    data = row["data"] or {}
    if row["entity"] == "patient":
        return f"patient:{row['id']}"
    if row["entity"] == "care_team":
        return f"clinician:{data['clinician_id']}"
    return f"patient:{data['patient_id']}" if "patient_id" in data else "organization"


def digest(rows: list[Json]) -> Json:
    """Return count and sum of rows, as the wire has them."""
    total = 0
    for row in rows:
        total ^= row_digest(row["entity"], row["id"], row["version"], canonical(row["data"]))
    return {"count": len(rows), "sum": f"{total:016x}"}


def ask(tablet: Tablet, **asked: Any) -> Json:
    """Ask for digests."""
    body = {"device_id": tablet.device_id, "cursor": tablet.cursor, **asked}
    status, answer = tablet.door.ask("POST", "/api/sync/checksum", body)
    assert status == 200, answer
    told: Json = answer
    return told


def live(tablet: Tablet, scope: str) -> list[Json]:
    """Return the rows that the tablet holds of a scope."""
    return [row for row in tablet.base.values() if not row["deleted"] and scope_of(row) == scope]


def differing_scopes(tablet: Tablet) -> list[str]:
    """Return the scopes in which the tablet's rows are not the server's."""
    told = ask(tablet)["scopes"]
    return [each["scope"] for each in told if each | digest(live(tablet, each["scope"])) != each]


def differing_rows(tablet: Tablet, scope: str, prefix: str = "") -> list[Key]:
    """Halve a scope, sixteen parts at a time, down to the rows that differ."""
    told = ask(tablet, scope=scope, prefix=prefix)
    mine = [row for row in live(tablet, scope) if row_place(row["entity"], row["id"]).startswith(prefix)]
    if "rows" in told:
        there = {(row["entity"], row["id"]): row["version"] for row in told["rows"]}
        here = {(row["entity"], row["id"]): row["version"] for row in mine}
        return [key for key in there.keys() | here.keys() if there.get(key) != here.get(key)]
    found: list[Key] = []
    places = {each["prefix"]: each for each in told["parts"]}
    mine_at = {row_place(row["entity"], row["id"])[: len(prefix) + 1] for row in mine}
    for part in sorted(places.keys() | mine_at):
        held = [row for row in mine if row_place(row["entity"], row["id"]).startswith(part)]
        if places.get(part, {}).get("sum") != digest(held)["sum"]:
            found += differing_rows(tablet, scope, part)
    return found


@pytest.fixture
def filled(tablet: Tablet, clinic: Clinic) -> Tablet:
    """A tablet that has pulled a patient with more rows than are named one by one."""
    for _ in range(3):
        batch = []
        for _ in range(12):
            start = tablet.start_visit(clinic.patients[0])
            batch += [start, tablet.edit(start["entity"], "plan", "Gehen – ohne Hilfe")]
        tablet.push(*batch)
    tablet.pull()
    return tablet


@pytest.mark.both_databases
def test_the_rows_that_differ_are_found_and_repaired_and_the_fault_is_reported(
    app: Flask, filled: Tablet, new_tablet: NewTablet, clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    assert ask(filled)["current"] is True
    assert differing_scopes(filled) == []
    scope = f"patient:{clinic.patients[0].patient_id}"
    sections = [key for key in filled.base if key[0] == "section"]
    lost, stale, kept_too_long = sections[0], sections[1], ("visit", clinic.clinic_id)
    whole = dict(filled.base)
    del filled.base[lost]
    filled.base[stale] = {**filled.base[stale], "version": 0}
    filled.base[kept_too_long] = {**filled.base[sections[2]], "entity": "visit", "id": clinic.clinic_id}

    assert differing_scopes(filled) == [scope]
    found = differing_rows(filled, scope)
    assert sorted(found) == sorted([lost, stale, kept_too_long])
    rows = [{"entity": entity, "id": id_} for entity, id_ in found]
    with caplog.at_level(logging.WARNING, "server.sync.checksum.repair"):
        body = {"device_id": filled.device_id, "rows": rows}
        status, repaired = filled.door.ask("POST", "/api/sync/rows", body)

    assert status == 200
    assert repaired["gone"] == [{"entity": "visit", "id": clinic.clinic_id}]
    del filled.base[kept_too_long]
    filled.base |= {(row["entity"], row["id"]): row for row in repaired["changes"]}
    assert filled.base == whole
    assert differing_scopes(filled) == []
    assert "3 rows" in caplog.text
    shown = new_tablet("supervisor").door.ask("GET", "/api/devices")[1]["devices"]
    assert {each["id"]: each["repaired_rows"] for each in shown}[filled.device_id] == 3
    assert query(app, "SELECT fields FROM audit_row WHERE action = 'feed.repair'") == [(f'["{scope}"]',)]


def test_a_tablet_that_is_not_at_the_end_pulls_first(
    app: Flask, filled: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    colleague = new_tablet("pta")
    colleague.push(colleague.start_visit(clinic.patients[0]))
    assert ask(filled)["current"] is False
    filled.pull()
    assert ask(filled)["current"] is True
    assert ask(filled, cursor=None)["current"] is False
    colleague.pull()
    assert ask(filled, cursor=colleague.cursor)["current"] is False  # somebody else's
    lose(app, clinic, "pt", clinic.patients[1].patient_id)
    assert ask(filled)["current"] is False


def test_nothing_of_a_scope_that_is_not_the_clinicians_is_told(
    app: Flask, filled: Tablet, clinic: Clinic
) -> None:
    treated = clinic.patients[1]
    lose(app, clinic, "pt", treated.patient_id)

    body = {"device_id": filled.device_id, "scope": f"patient:{treated.patient_id}"}
    assert filled.door.ask("POST", "/api/sync/checksum", body)[0] == 404
    rows = [{"entity": "patient", "id": treated.patient_id}, {"entity": "episode", "id": treated.episode_id}]
    status, answer = filled.door.ask("POST", "/api/sync/rows", {"device_id": filled.device_id, "rows": rows})

    assert (status, answer["changes"], answer["gone"]) == (200, [], rows)
