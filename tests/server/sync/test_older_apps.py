"""What an older app recorded is taken: as it was, or upgraded, or kept whole for a person to look at."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.db import sha256_hex
from server.sync import kinds
from tests.server.sync.clinic import Clinic
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import Json, Tablet, names

RECORDED = sorted((Path(__file__).parent / "fixtures").glob("schema-*.json"))


def recorded(file: Path, clinic: Clinic, part: str) -> list[Json]:
    """Return the outbox of an older app, with this practice's patient in the place of the recorded one."""
    text = file.read_text()
    treated = clinic.patients[0]
    for place, id_ in (
        ("{patient}", treated.patient_id),
        ("{episode}", treated.episode_id),
        ("{clinician}", clinic.people[part]),
    ):
        text = text.replace(place, id_)
    mutations: list[Json] = json.loads(text)["mutations"]
    for data in (each["data"] for each in mutations if each["kind"] == "visit.sign"):
        data["sha256"] = sha256_hex(data["content"])  # other ids, other bytes
    return mutations


@pytest.mark.both_databases
@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_an_outbox_recorded_by_an_older_app_is_taken_in(
    app: Flask, tablet: Tablet, clinic: Clinic, file: Path
) -> None:
    outbox = recorded(file, clinic, "pt")

    assert set(names(tablet.push(*outbox))) == {"applied"}
    assert names(tablet.push(*outbox)) == ["duplicate"] * len(outbox)
    assert query(app, "SELECT count(*) FROM signature") == [(1,)]
    assert query(app, "SELECT count(*) FROM quarantined") == [(0,)]


@pytest.fixture
def fourth_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sections as a server four schemas on takes them: three upgraders, each building on the one before."""

    def rename(old: str, new: str) -> Any:
        return lambda data: {(new if name == old else name): value for name, value in data.items()}

    kind = kinds.KINDS["section.edit"]
    upgraders = {1: rename("words", "body"), 2: rename("body", "content"), 3: rename("content", "text")}
    monkeypatch.setitem(kinds.KINDS, "section.edit", replace(kind, version=4, upgraders=upgraders))
    kinds.newest_schema.cache_clear()
    yield
    kinds.newest_schema.cache_clear()


@pytest.mark.usefixtures("fourth_schema")
@pytest.mark.parametrize(("schema", "name"), [(1, "words"), (2, "body"), (3, "content"), (4, "text")])
def test_the_last_three_schemas_are_upgraded(tablet: Tablet, clinic: Clinic, schema: int, name: str) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", "Walk", schema=schema)
    edit["data"][name] = edit["data"].pop("text")

    assert names(tablet.push(start, edit)) == ["applied", "applied"]
    tablet.pull()
    assert tablet.sections() == {(start["entity"], "plan"): "Walk"}


@pytest.mark.parametrize(
    "older",
    [
        {"schema": 0},
        {"kind": "note.write"},
        {"data": {"abschnitt": "plan", "worte": "Gehen"}},
        {"data": "Gehen"},
        {"made_at": 1763909551},
    ],
)
def test_what_no_upgrader_reads_is_kept_word_for_word(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic, older: Json
) -> None:
    unreadable = {**tablet.edit(clinic.clinic_id, "plan", "Walk"), **older}
    start = tablet.start_visit(clinic.patients[0])

    assert names(tablet.push(unreadable, start)) == ["rejected", "applied"]

    supervisor = new_tablet("supervisor")
    [kept] = supervisor.door.ask("GET", "/api/quarantine")[1]["quarantined"]
    opened = supervisor.door.ask("GET", f"/api/quarantine/{kept['id']}")[1]["mutation"]
    assert opened == {name: value for name, value in unreadable.items() if name != "n"}


def test_a_schema_whose_upgrader_is_gone_is_kept_too(
    tablet: Tablet, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kinds.KINDS["section.edit"]
    monkeypatch.setitem(kinds.KINDS, "section.edit", replace(kind, version=9, upgraders={}))
    start = tablet.start_visit(clinic.patients[0])

    verdict = tablet.push(start, tablet.edit(start["entity"], "plan", "Walk"))[1]

    assert (verdict["verdict"], verdict["type"]) == ("rejected", "schema-too-old")
    [kept] = tablet.door.ask("GET", "/api/quarantine")[1]["quarantined"]
    assert kept["mutation_id"] == verdict["id"]
