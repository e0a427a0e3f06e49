"""A tablet whose work is missing is named, with the numbers; nothing that is only on its way ever is."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.db import db, transaction, utc_now
from server.jobs.work import watch_tablets
from server.sync.models import Quarantined
from tests.server.sync.clinic import Clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import FlaskDoor, Json, Tablet, names

NOTHING: Json = {"resend": [], "missing": []}


def report(tablet: Tablet, *, next_n: int | None = None, **told: Any) -> Json:
    """Send the tablet's report; its numbers are given as lists of ranges."""
    places = {name: told.pop(name, []) for name in ("waiting", "sent", "quarantined", "settled")}
    numbers = {"next": next_n or tablet.n + 1, **places}
    body = {"device_id": tablet.device_id, "numbers": numbers, **told}
    status, answer = tablet.door.ask("POST", "/api/devices/health", body)
    assert status == 200, answer
    concluded: Json = answer
    return concluded


def missing(tablet: Tablet) -> list[Json]:
    """Return what a pull names as missing."""
    named: list[Json] = tablet.page()["missing"]
    return named


def inbox(app: Flask) -> list[tuple[Any, ...]]:
    """Return the unread notices."""
    return query(app, "SELECT clinician_id FROM notice WHERE kind = 'work-missing' AND read_at IS NULL")


@pytest.fixture
def visit(tablet: Tablet, clinic: Clinic) -> str:
    """A visit that the tablet's first change started."""
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)
    visit_id: str = start["entity"]
    return visit_id


@pytest.mark.both_databases
def test_a_gap_is_named_to_therapist_and_supervisor_and_goes_when_it_arrives(
    app: Flask, tablet: Tablet, visit: str, clinic: Clinic, new_tablet: NewTablet
) -> None:
    lost = [tablet.edit(visit, section, "Words") for section in ("plan", "objective")]
    tablet.push(tablet.edit(visit, "assessment", "Words", made_at="2026-11-24T09:00:00-05:00"))

    assert report(tablet, sent=[[1, 1], [4, 4]]) == {"resend": [], "missing": [[2, 3]]}

    named = missing(tablet)[0]
    assert (named["device_id"], named["name"]) == (tablet.device_id, "Blue 3")
    assert (named["kind"], named["ranges"]) == ("gap", [[2, 3]])
    assert (named["after"], named["before"]) == ("2026-11-23T09:52:31-05:00", "2026-11-24T09:00:00-05:00")
    supervisor = new_tablet("supervisor")
    shown = supervisor.door.ask("GET", "/api/devices")[1]["devices"]
    assert [each["missing"]["ranges"] for each in shown if each["missing"]] == [[[2, 3]]]
    assert sorted(inbox(app)) == sorted([(clinic.people["pt"],), (clinic.people["supervisor"],)])
    report(tablet, sent=[[1, 1], [4, 4]])
    assert len(inbox(app)) == 2  # the same loss is told once

    tablet.push(lost[0])
    assert missing(tablet)[0]["ranges"] == [[3, 3]]
    tablet.push(lost[1])
    assert missing(tablet) == []
    with app.app_context():
        watch_tablets(db.session(), utc_now())
    assert inbox(app) == []
    assert query(app, "SELECT missing FROM device WHERE missing IS NOT NULL") == []


def test_what_the_tablet_still_holds_is_never_missing(tablet: Tablet, visit: str, clinic: Clinic) -> None:
    waiting = tablet.edit(visit, "plan", "Walk", depends_on=[clinic.clinic_id])  # put off
    assert names(tablet.push(waiting)) == ["deferred"]
    at_fault = tablet.edit(visit, "plan", "x" * 10, made_at="?")
    at_fault["n"], at_fault["id"] = tablet.n, "no id"  # the batch is refused; halving leaves this one alone
    assert tablet.send([at_fault])[0] == 422
    tablet.push(tablet.edit(visit, "objective", "Stands"))

    assert report(tablet, sent=[[1, 1], [4, 4]], waiting=[[2, 2]], quarantined=[[3, 3]]) == NOTHING
    # The clinician decided: fixed and sent under a new number. The old one is dealt with, for good.
    assert report(tablet, sent=[[1, 1], [4, 4]], waiting=[[2, 2]], settled=[[3, 3]]) == NOTHING
    assert report(tablet, waiting=[[2, 2]]) == NOTHING
    assert missing(tablet) == []


def test_out_of_order_and_a_batch_under_way_are_no_loss(tablet: Tablet, visit: str) -> None:
    late = [tablet.edit(visit, section, "Words") for section in ("plan", "objective")]
    tablet.push(tablet.edit(visit, "assessment", "Words"))

    assert report(tablet, sent=[[1, 1], [4, 4]], waiting=[[2, 3]]) == NOTHING
    tablet.push(*late)
    assert report(tablet) == NOTHING  # all released: a backup has them
    assert missing(tablet) == []


def test_what_the_server_has_forgotten_is_asked_for_again(tablet: Tablet, visit: str) -> None:
    tablet.push(tablet.edit(visit, "plan", "Walk"))

    assert report(tablet, next_n=5, sent=[[1, 4]]) == {"resend": [[3, 4]], "missing": []}
    assert missing(tablet) == []


def test_sealed_work_that_waits_for_its_author_has_arrived(
    app: Flask, tablet: Tablet, visit: str, clinic: Clinic
) -> None:
    tablet.edit(visit, "plan", "Walk")
    assert report(tablet, sent=[[1, 1]])["missing"] == [[2, 2]]

    with app.app_context(), transaction() as session:
        session.add(_sealed(clinic, tablet, [2]))

    assert missing(tablet) == []
    assert report(tablet, sent=[[1, 1]]) == NOTHING


class Browser:
    """A browser that keeps its cookies whatever becomes of the app's storage."""

    def __init__(self, app: Flask, clinic: Clinic) -> None:
        self.client: FlaskClient = app.test_client()
        self.email = clinic.email("pt")

    def enrol(self) -> Tablet:
        """Sign in and enrol under a fresh id."""
        return Tablet(FlaskDoor(self.client)).sign_in(self.email)


@pytest.fixture
def browser(app: Flask, clinic: Clinic) -> Browser:
    """The PT's browser."""
    return Browser(app, clinic)


def test_a_tablet_that_comes_back_empty_is_named_with_what_it_had(
    app: Flask, browser: Browser, clinic: Clinic
) -> None:
    before = browser.enrol()
    start = before.start_visit(clinic.patients[0])
    before.push(start)
    before.edit(start["entity"], "plan", "Walk")
    assert report(before, sent=[[1, 1]], waiting=[[2, 2]]) == NOTHING

    after = browser.enrol()
    assert report(after, sealed=1, earlier=[before.device_id]) == NOTHING
    assert missing(after) == []  # it will hand it in
    report(after, sealed=0, earlier=[])

    named = missing(after)[0]
    assert (named["device_id"], named["kind"], named["ranges"]) == (before.device_id, "empty", [[2, 2]])
    with app.app_context(), transaction() as session:
        session.add(_sealed(clinic, before, [2]))  # from a rescue file
    assert missing(after) == []


def test_a_tablet_that_forgot_an_enrolment_is_named_though_nothing_was_known_to_wait(
    browser: Browser, new_tablet: NewTablet
) -> None:
    before = browser.enrol()
    report(before)
    after = browser.enrol()
    report(after, sealed=0, earlier=[])
    assert [(each["kind"], each["ranges"]) for each in missing(after)] == [("empty", [])]

    supervisor = new_tablet("supervisor")
    path = f"/api/devices/{before.device_id}/missing/{_clinician(supervisor, before)}/settle"
    assert supervisor.door.ask("POST", path, {})[0] == 204
    report(after, sealed=0, earlier=[])

    assert missing(after) == []


def test_an_enrolment_that_replaces_another_as_it_should_is_no_loss(
    browser: Browser, new_tablet: NewTablet
) -> None:
    before = browser.enrol()
    report(before)
    after = browser.enrol()
    report(after, sealed=0, earlier=[before.device_id])  # a forgotten PIN: it knows, and nothing waited
    report(after, sealed=0)
    other = new_tablet("pt")  # a second tablet of the same person
    report(other, sealed=0, earlier=[])

    assert missing(after) == missing(other) == []


def test_a_tablet_whose_numbers_begin_again_is_named(tablet: Tablet, visit: str) -> None:
    tablet.n = 0
    other = tablet.edit(visit, "plan", "Walk")

    assert names(tablet.push(other)) == ["applied"]
    assert [(each["kind"], each["ranges"]) for each in missing(tablet)] == [("empty", [])]


def test_a_counter_behind_the_last_report_is_named(tablet: Tablet, visit: str) -> None:
    tablet.push(tablet.edit(visit, "plan", "Walk"))
    report(tablet)
    assert report(tablet, next_n=2) == NOTHING
    assert [each["kind"] for each in missing(tablet)] == ["empty"]


def test_a_report_that_a_push_overtakes_is_no_loss(tablet: Tablet, visit: str) -> None:
    tablet.push(tablet.edit(visit, "plan", "Walk"))
    report(tablet, next_n=2)
    assert missing(tablet) == []


def test_a_report_is_shown_and_another_clinicians_tablet_cannot_be_reported_for(
    tablet: Tablet, new_tablet: NewTablet
) -> None:
    health: Json = {
        "version": "1.2",
        "persistence": "refused",
        "free_bytes": 5,
        "warnings": ["not-persistent"],
    }
    report(tablet, **health)

    shown = new_tablet("supervisor").door.ask("GET", "/api/devices")[1]
    one = next(each for each in shown["devices"] if each["id"] == tablet.device_id)
    assert one["report"].items() >= health.items()
    assert "numbers" not in one["report"]
    assert shown["backup"] == {"configured": False, "at": None}
    colleague = new_tablet("pta")
    body = {"device_id": tablet.device_id, "numbers": {"next": 9}}
    assert colleague.door.ask("POST", "/api/devices/health", body)[0] == 403


@pytest.mark.parametrize(
    "numbers", [{}, {"next": 0}, {"next": 1, "waiting": [[1]]}, {"next": 1, "sent": [["a", 2]]}]
)
def test_a_report_that_is_none_is_refused(tablet: Tablet, numbers: Json) -> None:
    body = {"device_id": tablet.device_id, "numbers": numbers}
    assert tablet.door.ask("POST", "/api/devices/health", body)[0] == 422


def _clinician(supervisor: Tablet, tablet: Tablet) -> str:
    shown = supervisor.door.ask("GET", "/api/devices")[1]["devices"]
    found: str = next(each["clinician_id"] for each in shown if each["id"] == tablet.device_id)
    return found


def _sealed(clinic: Clinic, tablet: Tablet, numbers: list[int]) -> Quarantined:
    return Quarantined(
        id=new_id(),
        organization_id=clinic.organization_id,
        clinician_id=clinic.people["pt"],
        device_id=tablet.device_id,
        mutation_id=None,
        kind="sealed",
        reason={"type": "sealed-outbox", "numbers": numbers},
        body="sealed",
        body_sha256=new_id(),
        received_at=utc_now(),
    )
