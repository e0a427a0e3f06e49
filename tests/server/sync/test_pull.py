"""What a pull brings, page by page, and whose rows it never brings."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from server.db import db
from server.sync.cursor import Cursor
from server.sync.pull import Page, Reader, read_page
from tests.server.sync.clinic import BEGAN, Clinic, gain, lose, make_clinic
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import counts, query
from tests.server.sync.tablet import Tablet

pytestmark = pytest.mark.both_databases


def patients(tablet: Tablet) -> set[str]:
    """Return whose patients' rows a tablet holds."""
    return {id_ for entity, id_ in tablet.base if entity == "patient"}


def test_a_first_pull_brings_the_practice_and_the_caseload_alone(
    new_tablet: NewTablet, clinic: Clinic
) -> None:
    pt, ot = new_tablet("pt"), new_tablet("ot")

    pt.pull()
    ot.pull()

    assert patients(pt) == {each.patient_id for each in clinic.patients}
    assert patients(ot) == set()
    assert {entity for entity, _ in ot.base} == {"organization", "clinic", "clinician", "payer_policy"}
    assert len([1 for entity, _ in pt.base if entity == "care_team"]) == 2


def test_nothing_of_another_practice_arrives(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    other = make_clinic(app)

    tablet.pull()

    assert clinic.organization_id in {id_ for _, id_ in tablet.base}
    assert not {id_ for _, id_ in tablet.base} & {
        other.organization_id,
        *other.people.values(),
        *(each.patient_id for each in other.patients),
    }


@pytest.mark.parametrize("limit", [1, 3, 500])
def test_pages_of_any_size_bring_the_same_rows_once(tablet: Tablet, clinic: Clinic, limit: int) -> None:
    whole = {(each["entity"], each["id"]) for each in tablet.pull()}
    tablet.cursor = ""

    changes = tablet.pull(limit)

    assert len(changes) == len(whole)
    assert {(each["entity"], each["id"]) for each in changes} == whole


def test_each_page_tells_how_far_it_reaches(tablet: Tablet, clinic: Clinic) -> None:
    first = tablet.page(limit=3)["position"]
    tablet.pull()
    last = tablet.page()["position"]

    assert first["caseload"] == last["caseload"] == len(clinic.patients)
    assert 0 < first["seq"] < last["seq"] <= first["newest"] == last["newest"]


def test_only_what_is_new_arrives_after_a_cursor(tablet: Tablet, clinic: Clinic) -> None:
    tablet.pull()
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)

    assert [(each["entity"], each["id"]) for each in tablet.pull()] == [("visit", start["entity"])]
    assert tablet.pull() == []


def test_a_patient_gained_later_arrives_with_all_that_was_before(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    ot = new_tablet("ot")
    start = tablet.start_visit(clinic.patients[1])
    tablet.push(start, tablet.edit(start["entity"], "plan", "Walk"))
    before = ot.page()
    ot.pull()

    gain(app, clinic, "ot", clinic.patients[1].patient_id)
    ot.pull(limit=2)

    assert patients(ot) == {clinic.patients[1].patient_id}
    assert ot.sections() == {(start["entity"], "plan"): "Walk"}
    assert ot.page()["scope_version"] != before["scope_version"]


def test_a_patient_that_is_lost_is_named_and_comes_no_more(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    pta = new_tablet("pta")
    pta.pull()
    gone, kept = clinic.patients
    lose(app, clinic, "pta", gone.patient_id)
    tablet.push(tablet.start_visit(gone), tablet.start_visit(kept))

    page = pta.page()

    assert page["removed"] == [gone.patient_id]
    assert patients(pta) == {kept.patient_id}
    assert [each["data"]["patient_id"] for each in page["changes"] if each["entity"] == "visit"] == [
        kept.patient_id
    ]
    assert pta.page()["removed"] == []


def test_an_answer_that_was_lost_is_given_again(app: Flask, new_tablet: NewTablet, clinic: Clinic) -> None:
    pta = new_tablet("pta")
    pta.pull()
    cursor = pta.cursor
    lose(app, clinic, "pta", clinic.patients[0].patient_id)
    first = pta.page()

    pta.cursor = cursor

    assert pta.page()["removed"] == first["removed"] == [clinic.patients[0].patient_id]


def test_a_fresh_start_names_all_that_are_gone(app: Flask, new_tablet: NewTablet, clinic: Clinic) -> None:
    pta = new_tablet("pta")
    lose(app, clinic, "pta", clinic.patients[0].patient_id)

    assert pta.page()["removed"] == [clinic.patients[0].patient_id]


def read(app: Flask, clinic: Clinic, part: str, cursor: Cursor | None, now: datetime) -> Page:
    """Read a page as of an instant."""
    reader = Reader(clinic.organization_id, clinic.people[part], None)
    with app.app_context():
        return read_page(db.session(), reader, cursor, 500, now)


def test_the_clock_alone_gives_and_takes_patients(app: Flask, clinic: Clinic) -> None:
    patient = clinic.patients[0].patient_id
    gain(app, clinic, "ot", patient, since=BEGAN + timedelta(days=10))
    lose(app, clinic, "ot", patient, until=BEGAN + timedelta(days=20))

    before = read(app, clinic, "ot", None, BEGAN + timedelta(days=9))
    during = read(app, clinic, "ot", before.cursor, BEGAN + timedelta(days=11))
    after = read(app, clinic, "ot", during.cursor, BEGAN + timedelta(days=21))
    later = read(app, clinic, "ot", after.cursor, BEGAN + timedelta(days=22))

    assert patient not in {row.entity_id for row in before.rows}
    assert patient in {row.entity_id for row in during.rows}
    assert (after.removed, later.removed) == ([patient], [])


def test_a_clock_that_was_set_back_takes_nothing_back(app: Flask, clinic: Clinic) -> None:
    patient = clinic.patients[0].patient_id
    gain(app, clinic, "ot", patient, since=BEGAN + timedelta(days=10))
    during = read(app, clinic, "ot", None, BEGAN + timedelta(days=11))

    behind = read(app, clinic, "ot", during.cursor, BEGAN + timedelta(days=9))

    assert behind.removed == []
    assert behind.scope_version == during.scope_version


@pytest.mark.parametrize("forged", ["x", "%", "é", "AAAA", "A" * 9000])
def test_a_cursor_that_is_none_is_refused(tablet: Tablet, forged: str) -> None:
    status, problem = tablet.door.ask("GET", f"/api/sync/pull?cursor={quote(forged)}")

    assert (status, problem["type"]) == (400, "/problems/foreign-cursor")


def test_a_cursor_of_someone_else_is_refused(tablet: Tablet, new_tablet: NewTablet) -> None:
    pta = new_tablet("pta")
    pta.pull()

    status, problem = tablet.door.ask("GET", f"/api/sync/pull?cursor={pta.cursor}")

    assert (status, problem["type"]) == (400, "/problems/foreign-cursor")


def test_a_cursor_that_was_tampered_with_is_refused(tablet: Tablet) -> None:
    tablet.pull()
    raw = bytearray(base64.urlsafe_b64decode(tablet.cursor + "=="))
    raw[-10] ^= 1
    forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")

    assert tablet.door.ask("GET", f"/api/sync/pull?cursor={forged}")[0] == 400


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=٣", "limit=", "limit=1" * 9, "acked_n=-1"]
)
def test_a_number_that_is_none_is_refused(tablet: Tablet, query: str) -> None:
    status, problem = tablet.door.ask("GET", f"/api/sync/pull?{quote(query, safe='=&')}")

    assert (status, problem["type"]) == (422, "/problems/invalid")


def test_a_pull_that_brings_rows_is_in_the_audit_with_whose(
    app: Flask, tablet: Tablet, clinic: Clinic
) -> None:
    tablet.pull()

    noted = query(app, "SELECT clinician_id, device_id, fields FROM audit_row WHERE action = 'feed.pull'")

    assert len(noted) == 1
    clinician_id, device_id, scopes = noted[0]
    assert (clinician_id, device_id) == (clinic.people["pt"], tablet.device_id)
    assert all(each.patient_id in scopes for each in clinic.patients)


def test_a_pull_that_brings_nothing_writes_nothing(app: Flask, tablet: Tablet) -> None:
    tablet.pull()
    before = counts(app)

    tablet.pull()

    assert counts(app) == before


def test_the_server_says_its_own_time(tablet: Tablet) -> None:
    told = datetime.fromisoformat(tablet.page()["server_time"])

    assert abs(datetime.now(UTC) - told) < timedelta(minutes=1)
