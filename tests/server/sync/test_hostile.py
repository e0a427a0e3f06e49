"""A hostile or broken client is refused, held back and noted; it stores nothing and starts no new epoch."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.audit.pace import ADDRESS_FACTOR
from server.config import Config
from server.db import db
from server.web.pace import AT_ONCE, RESERVE_OF_TIME, RESERVE_SECONDS, SHARE, Pace
from tests.server.sync.clinic import Clinic, make_clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import FlaskDoor, Tablet, names

RATE = 2


@pytest.fixture
def limited(config: Config) -> Iterator[Flask]:
    """The application with a limit."""
    app = create_app(replace(config, requests_a_second=RATE))
    yield app
    with app.app_context():
        db.engine.dispose()


def tablet_of(app: Flask, clinic: Clinic, part: str) -> Tablet:
    """Sign somebody in on a new tablet."""
    return Tablet(FlaskDoor(app.test_client())).sign_in(clinic.email(part))


def test_tiny_batches_without_end_are_held_back_noted_and_cost_nobody_else(limited: Flask) -> None:
    clinic = make_clinic(limited)
    tablet, second = tablet_of(limited, clinic, "pt"), tablet_of(limited, clinic, "pt")
    colleague = tablet_of(limited, clinic, "pta")
    answered = [tablet.send([])[0] for _ in range(RATE * RESERVE_SECONDS + 3)]

    assert answered[-1] == 429
    assert answered.count(200) <= RATE * RESERVE_SECONDS + 1
    assert second.send([])[0] == 429  # another tablet makes nobody faster
    start = tablet.start_visit(clinic.patients[0])
    assert tablet.send([start])[0] == 429
    assert names(colleague.push(colleague.start_visit(clinic.patients[0]))) == ["applied"]
    assert query(limited, "SELECT count(*) FROM visit") == [(1,)]
    held = query(limited, "SELECT clinician_id FROM audit_row WHERE action = 'pace.hold'")
    assert held == [(clinic.people["pt"],)]


def test_what_is_all_refused_takes_more_of_the_reserve_than_work(limited: Flask) -> None:
    clinic = make_clinic(limited)
    worker, attacker = tablet_of(limited, clinic, "pt"), tablet_of(limited, clinic, "pta")

    refused = [attacker.send([attacker.mutation("visit.dance", new_id(), {})])[0] for _ in range(6)]
    worked = [worker.send([worker.start_visit(clinic.patients[0])])[0] for _ in range(6)]

    assert 429 in refused
    assert worked == [200] * 6


def test_who_is_held_back_is_told_how_long_and_only_of_the_api(limited: Flask) -> None:
    clinic = make_clinic(limited)
    client: FlaskClient = limited.test_client()
    tablet = Tablet(FlaskDoor(client)).sign_in(clinic.email("pt"))
    while tablet.send([])[0] == 200:
        pass

    for _ in range(2):  # by the application, then at the turnstile
        answer = client.get("/api/sync/pull")
        assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
        assert answer.get_json()["type"] == "/problems/slow-down"
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/healthz").status_code == 200


def test_a_cookie_that_is_nobodys_is_looked_up_only_so_often(
    limited: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()  # and stays: how fast these requests go must not matter
    monkeypatch.setattr(
        "server.audit.pace.time", SimpleNamespace(monotonic=lambda: now, thread_time=time.thread_time)
    )
    clinic = make_clinic(limited)
    client: FlaskClient = limited.test_client()
    client.set_cookie("sid", "made-up")
    most = RATE * ADDRESS_FACTOR * RESERVE_SECONDS
    answered = [client.get("/api/sync/pull").status_code for _ in range(most + 10)]

    assert answered[0] == 401
    assert answered[-1] == 429
    assert limited.test_client().get("/api/sync/pull").status_code == 401
    assert Tablet(FlaskDoor(limited.test_client())).sign_in(clinic.email("pt")).send([])[0] == 200


def test_time_of_the_processor_and_changes_at_once_are_limited_too() -> None:
    pace = Pace(100)
    for _ in range(AT_ONCE):
        assert pace.enter("a", now=0, changes=True) == 0
    assert pace.enter("a", now=0, changes=True) == 1
    assert pace.enter("a", now=0) == pace.enter("b", now=0, changes=True) == 0
    for _ in range(AT_ONCE):
        pace.leave("a", RESERVE_OF_TIME, now=0, changes=True)

    assert pace.enter("a", now=1) > 60
    assert pace.enter("a", now=RESERVE_OF_TIME / SHARE + 1) == 0


def test_a_day_of_work_sent_at_once_passes() -> None:
    pace = Pace(10)
    now = 0.0
    for _ in range(80):  # batches and pages, as fast as a tablet makes them
        assert pace.enter("a", now) == 0
        now += 0.1
        pace.leave("a", 0.05, now)


def test_numbers_that_jump_start_a_new_epoch_only_so_often(limited: Flask, tmp_path: Path) -> None:
    app = create_app(replace(limited.extensions["kinesync_config"], requests_a_second=1000))
    clinic = make_clinic(app)
    tablet = tablet_of(app, clinic, "pt")
    epochs = set()
    for told in range(1, 16):
        page = tablet.door.ask("GET", f"/api/sync/pull?cursor={quote(tablet.cursor)}&acked_n={told}")[1]
        epochs.add(page["epoch"])
        tablet.keep(page)

    assert len(epochs) == 11
    with app.app_context():
        db.engine.dispose()


def test_anothers_tablet_cursor_and_organization_are_refused_and_noted(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    tablet.pull()
    elsewhere = make_clinic(app)
    stranger = new_tablet("pt", elsewhere)
    forged = Tablet(stranger.door, device_id=tablet.device_id)

    assert forged.send([forged.start_visit(clinic.patients[0])])[0] == 403
    assert stranger.door.ask("GET", f"/api/sync/pull?cursor={quote(tablet.cursor)}")[0] == 400
    foreign = stranger.start_visit(clinic.patients[0])
    assert names(stranger.push(foreign)) == ["rejected"]
    start = tablet.start_visit(clinic.patients[0])
    assert names(tablet.push(start)) == ["applied"]
    replayed = {**start, "data": {**start["data"], "place_of_service": "12"}}
    assert names(tablet.push(replayed)) == ["rejected"]
    assert names(stranger.push({**start, "n": 2})) == ["rejected"]

    assert query(app, "SELECT count(*) FROM visit") == [(1,)]
    noted = query(
        app,
        "SELECT action FROM audit_row WHERE organization_id = :id AND clinician_id = :who ORDER BY seq",
        id=elsewhere.organization_id,
        who=elsewhere.people["pt"],
    )
    actions = [row[0] for row in noted]
    assert {"denied", "cursor.refuse"} <= set(actions)
    assert actions.count("quarantine.keep") == 2
